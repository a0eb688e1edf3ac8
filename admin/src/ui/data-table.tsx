import { Button, Skeleton } from "@mantine/core";
import { useIntersection } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useEffect, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import type { ApiList } from "../api/index.ts";
import { useFormat, useTexts } from "../i18n/index.ts";
import { Link, useGo } from "./navigation.tsx";
import { Problem } from "./problem.tsx";
import { uiTexts } from "./texts.ts";

/** A column. `sort` is the name the server sorts by; without it the column is not sortable. */
export interface Column<T> {
  key: string;
  title: ReactNode;
  render: (row: T) => ReactNode;
  /** Right-aligned with tabular figures. */
  num?: boolean;
  sort?: string;
  /** Left out on the phone. */
  optional?: boolean;
  /** On the phone, where there are no headings, the title stands before the value. */
  named?: boolean;
  width?: number | string;
}

/** Sorting as the API takes it: "name" or "-name". */
export type Sort = string | undefined;

export interface DataTableProps<T> {
  /** Says what the table holds; read by screen readers. */
  label: string;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  /** A list with server-side cursor from useApiList(), or … */
  list?: ApiList<T>;
  /** … rows that are all here already. */
  rows?: T[];
  /** Where a row leads. Its first column becomes the link; the whole row can be clicked. */
  rowHref?: (row: T) => string | undefined;
  /** Names a row for the checkbox of the selection. */
  rowLabel?: (row: T) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Keys of the selected rows; with it each row has a checkbox. */
  selection?: {
    selected: ReadonlySet<string>;
    onChange: (selected: Set<string>) => void;
    actions?: ReactNode;
  };
  /** Stands in place of the table when there is nothing. */
  empty?: ReactNode;
  /** Search field and filters above. */
  toolbar?: ReactNode;
  /** On the phone each row becomes a small card of two columns. */
  stack?: boolean;
}

/**
 * A table that breathes. Fetches further pages when its end comes into view (and by button), sorts on the
 * server, selects by checkbox, moves between rows with the arrow keys.
 */
export function DataTable<T>(props: DataTableProps<T>): ReactNode {
  const t = useTexts(uiTexts);
  const { list, columns } = props;
  const rows = list ? list.items : (props.rows ?? []);
  const loading = list?.query.isPending ?? false;
  const error = list?.query.error;
  const nothing = rows.length === 0 && !loading && !error;
  return (
    <div>
      {props.toolbar && <div className="k-table-bar">{props.toolbar}</div>}
      {props.selection && props.selection.selected.size > 0 && (
        <SelectionBar selection={props.selection} />
      )}
      {error && rows.length === 0 ? (
        <Problem error={error} onRetry={() => void list?.query.refetch()} />
      ) : nothing && props.empty ? (
        props.empty
      ) : (
        <div className="k-table-wrap">
          <table
            className="k-table"
            data-stack={props.stack || undefined}
            aria-busy={loading || list?.query.isPlaceholderData || undefined}
          >
            <caption className="k-hidden-visually">{props.label}</caption>
            <thead>
              <tr>
                {props.selection && (
                  <SelectAll rows={rows} rowKey={props.rowKey} selection={props.selection} />
                )}
                {columns.map((column) => (
                  <HeadCell
                    key={column.key}
                    column={column}
                    sort={props.sort}
                    onSort={props.onSort}
                  />
                ))}
              </tr>
            </thead>
            <tbody onKeyDown={moveBetweenRows}>
              {loading
                ? Array.from({ length: 6 }, (_, index) => (
                    <tr key={index}>
                      {props.selection && <td className="k-check" />}
                      {columns.map((column, at) => (
                        <td key={column.key} data-opt={column.optional || undefined}>
                          <Skeleton
                            height={14}
                            width={at === 0 ? "70%" : "50%"}
                            ml={column.num ? "auto" : undefined}
                          />
                        </td>
                      ))}
                    </tr>
                  ))
                : rows.map((row) => <Row key={props.rowKey(row)} row={row} table={props} />)}
            </tbody>
          </table>
        </div>
      )}
      {loading && (
        <span className="k-hidden-visually" role="status">
          {t("loading")}
        </span>
      )}
      {list && rows.length > 0 && <Foot list={list} />}
    </div>
  );
}

function HeadCell<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>;
  sort: Sort;
  onSort?: (sort: Sort) => void;
}): ReactNode {
  const t = useTexts(uiTexts);
  const common = {
    scope: "col",
    "data-num": column.num || undefined,
    "data-opt": column.optional || undefined,
    style: { width: column.width },
  } as const;
  if (!column.sort || !onSort) return <th {...common}>{column.title}</th>;
  const direction =
    sort === column.sort ? "ascending" : sort === `-${column.sort}` ? "descending" : undefined;
  const next = direction === "ascending" ? `-${column.sort}` : column.sort;
  return (
    <th {...common} aria-sort={direction ?? "none"}>
      <button
        type="button"
        className="k-sort"
        data-active={direction || undefined}
        title={typeof column.title === "string" ? t("sortBy", { name: column.title }) : undefined}
        onClick={() => onSort(next)}
      >
        {column.title}
        {direction === "ascending" && <IconArrowUp size={14} aria-hidden="true" />}
        {direction === "descending" && <IconArrowDown size={14} aria-hidden="true" />}
      </button>
    </th>
  );
}

function Row<T>({ row, table }: { row: T; table: DataTableProps<T> }): ReactNode {
  const t = useTexts(uiTexts);
  const go = useGo();
  const key = table.rowKey(row);
  const href = table.rowHref?.(row);
  const selected = table.selection?.selected.has(key) ?? false;
  const open = (event: MouseEvent): void => {
    // Links, buttons and checkboxes inside the row keep their own meaning; marking text does not navigate.
    if (
      !href ||
      (event.target as Element).closest("a,button,input,label,select") ||
      window.getSelection()?.toString()
    )
      return;
    if (event.metaKey || event.ctrlKey) window.open(href, "_blank", "noopener");
    else go(href);
  };
  return (
    <tr data-link={href ? true : undefined} data-selected={selected || undefined} onClick={open}>
      {table.selection && (
        <td className="k-check">
          <label>
            <input
              type="checkbox"
              checked={selected}
              aria-label={t("selectRow", { name: table.rowLabel?.(row) ?? key })}
              onChange={() => {
                const next = new Set(table.selection?.selected);
                if (selected) next.delete(key);
                else next.add(key);
                table.selection?.onChange(next);
              }}
            />
          </label>
        </td>
      )}
      {table.columns.map((column, index) => (
        <td
          key={column.key}
          data-num={column.num || undefined}
          data-opt={column.optional || undefined}
          data-label={column.named && typeof column.title === "string" ? column.title : undefined}
        >
          {index === 0 && href ? (
            <Link className="k-rowlink" to={href}>
              {column.render(row)}
            </Link>
          ) : (
            column.render(row)
          )}
        </td>
      ))}
    </tr>
  );
}

function SelectAll<T>(props: {
  rows: T[];
  rowKey: (row: T) => string;
  selection: NonNullable<DataTableProps<T>["selection"]>;
}): ReactNode {
  const t = useTexts(uiTexts);
  const { selected, onChange } = props.selection;
  const all = props.rows.length > 0 && props.rows.every((row) => selected.has(props.rowKey(row)));
  return (
    <th scope="col" className="k-check">
      <label>
        <input
          type="checkbox"
          aria-label={t("selectAll")}
          checked={all}
          ref={(input) => {
            if (input) input.indeterminate = !all && selected.size > 0;
          }}
          onChange={() => onChange(all ? new Set() : new Set(props.rows.map(props.rowKey)))}
        />
      </label>
    </th>
  );
}

function SelectionBar({
  selection,
}: {
  selection: NonNullable<DataTableProps<unknown>["selection"]>;
}): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  return (
    <div className="k-selection" role="status">
      <b>
        {t("selected", {
          count: selection.selected.size,
          shown: format.number(selection.selected.size),
        })}
      </b>
      {selection.actions}
      <Button size="xs" variant="subtle" onClick={() => selection.onChange(new Set())}>
        {t("clearSelection")}
      </Button>
    </div>
  );
}

function Foot<T>({ list }: { list: ApiList<T> }): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  const { query } = list;
  const { ref, entry } = useIntersection({ rootMargin: "400px" });
  const near = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (near && query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError)
      void query.fetchNextPage();
  }, [near, query]);
  const shown = format.number(list.items.length);
  const words =
    list.total !== undefined && list.total > list.items.length
      ? t("loaded", { shown, total: format.number(list.total) })
      : query.hasNextPage
        ? t("loadedOpen", { shown })
        : t("allLoaded", { count: list.items.length, shown });
  return (
    <div className="k-table-foot" ref={ref}>
      <span role="status">{words}</span>
      {query.hasNextPage && (
        <Button
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("loadMore")}
        </Button>
      )}
    </div>
  );
}

/** Arrow up and down move from row to row, to the same kind of control (link or checkbox). */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const target = event.target as HTMLElement;
  const row = target.closest("tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  const control = next?.querySelector<HTMLElement>(
    target.matches("input[type=checkbox]") ? "input[type=checkbox]" : "a,button",
  );
  if (!control) return;
  event.preventDefault();
  control.focus();
}
