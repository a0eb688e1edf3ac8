import { useQuery } from "@tanstack/react-query";
import type { SearchAnswer } from "../../../contract/directory.ts";
import { api, ApiError, apiKey } from "../api/index.ts";

/** Something found in the account. */
export interface SearchHit {
  id: string;
  title: string;
  subtitle?: string;
  href: string;
}

export interface SearchHits {
  contacts: SearchHit[];
  mailings: SearchHit[];
  lists: SearchHit[];
}

const PATHS = { contact: "/contacts/", mailing: "/mailings/", list: "/lists/" } as const;

/** `GET /search?q=` over what this operator may see. Nothing to search, or no right to: no hits. */
export function useSearchHits(text: string | undefined): SearchHits {
  const { data } = useQuery({
    queryKey: apiKey("/search", { q: text ?? "" }),
    queryFn: async ({ signal }) => {
      try {
        return await api.get<SearchAnswer>("/search", {
          query: { q: text ?? "", limit: 12 },
          signal,
        });
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 403))
          return { items: [] };
        throw error;
      }
    },
    enabled: text !== undefined,
    retry: false,
    placeholderData: (before) => (text === undefined ? undefined : before),
  });
  const of = (kind: keyof typeof PATHS): SearchHit[] =>
    (data?.items ?? [])
      .filter((item) => item.kind === kind)
      .map((item) => ({
        id: item.id,
        title: item.title,
        ...(item.subtitle ? { subtitle: item.subtitle } : {}),
        href: PATHS[kind] + item.id,
      }));
  return { contacts: of("contact"), mailings: of("mailing"), lists: of("list") };
}
