import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  MutationCache,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { currentAccount, useCurrentAccount } from "./account.ts";
import { api, type Page, type Query } from "./client.ts";
import { ApiError, isAway } from "./error.ts";
import { sessionExpired } from "./session-store.ts";

function onError(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) sessionExpired();
}

/** The cache of the workplace. A 401 anywhere asks the operator to sign in again, in place. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A server that is away is asked again and again; what it refused stays refused.
      retry: (count, error) => isAway(error) && count < 30,
      retryDelay: (attempt) => Math.min(1000 * 1.5 ** attempt, 8000),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});

export interface ApiQueryOptions<T> {
  /** Repeats while it is a number: `(data) => data?.state === "sending" ? 1000 : false`. */
  refetchInterval?: number | false | ((data: T | undefined) => number | false);
  enabled?: boolean;
  /** Shows the last answer while another query is fetched (filters, paging). */
  keepPrevious?: boolean;
  staleTime?: number;
}

/** The cache key of a GET: account, path, query. */
export function apiKey(path: string, query?: Query): unknown[] {
  return query === undefined
    ? [currentAccount() ?? "", path]
    : [currentAccount() ?? "", path, query];
}

/** Reads `GET /api/v1{path}`; undefined as path waits. `useApiQuery<List>("/lists/" + id)` */
export function useApiQuery<T>(
  path: string | undefined,
  query?: Query,
  options: ApiQueryOptions<T> = {},
): UseQueryResult<T, Error> {
  const account = useCurrentAccount();
  const interval = options.refetchInterval;
  return useQuery<T, Error>({
    queryKey: query === undefined ? [account ?? "", path] : [account ?? "", path, query],
    queryFn: ({ signal }) =>
      api.get<T>(path ?? "", query === undefined ? { signal } : { query, signal }),
    enabled: path !== undefined && options.enabled !== false,
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(interval === undefined
      ? {}
      : {
          refetchInterval:
            typeof interval === "function"
              ? (q: { state: { data: T | undefined } }) => interval(q.state.data)
              : interval,
        }),
  });
}

/** A list with a cursor, page after page: `items` are all pages fetched so far. */
export interface ApiList<T> {
  items: T[];
  total: number | undefined;
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>, Error>;
}

/** Reads a cursor list `GET /api/v1{path}?cursor=&limit=`. Give the result to `<DataTable list={…}>`. */
export function useApiList<T>(
  path: string | undefined,
  query: Query = {},
  options: { limit?: number; refetchInterval?: number | ((items: T[]) => number | false) } = {},
): ApiList<T> {
  const account = useCurrentAccount();
  const interval = options.refetchInterval;
  const result = useInfiniteQuery<Page<T>, Error, InfiniteData<Page<T>>, unknown[], string | null>({
    queryKey: [account ?? "", path, "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<T>>(path ?? "", {
        query: { ...query, limit: options.limit ?? 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    enabled: path !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval:
      typeof interval === "function"
        ? (state) => interval(state.state.data?.pages.flatMap((page) => page.items) ?? [])
        : (interval ?? false),
  });
  return {
    items: result.data?.pages.flatMap((page) => page.items) ?? [],
    total: result.data?.pages[0]?.total,
    query: result,
  };
}

/**
 * A change. After it worked, everything read from a path that begins with one of `invalidates` is read again.
 *
 *     const save = useApiMutation((name: string) => api.patch("/lists/" + id, { name }), { invalidates: ["/lists"] });
 */
export function useApiMutation<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  options: {
    invalidates?: string[];
    onSuccess?: (output: Output, input: Input) => void;
    onError?: (error: Error) => void;
  } = {},
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  return useMutation<Output, Error, Input>({
    mutationFn: act,
    onSuccess: async (output, input) => {
      if (options.invalidates) await invalidate(client, options.invalidates);
      options.onSuccess?.(output, input);
    },
    ...(options.onError ? { onError: options.onError } : {}),
  });
}

/** Reads again what was read from paths beginning with one of these. */
export async function invalidate(client: QueryClient, paths: string[]): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const path = queryKey[1];
      return (
        typeof path === "string" &&
        paths.some((start) => path === start || path.startsWith(`${start}/`))
      );
    },
  });
}
