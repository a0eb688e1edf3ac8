import { Button, Select } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { StaffList, TagView } from "../../../../contract/contact-care.ts";
import type { ListView } from "../../../../contract/lists.ts";
import type { SegmentSummary } from "../../../../contract/segments.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import { useTexts } from "../../ui/index.ts";
import { texts as careTexts } from "./care-texts.ts";
import { texts } from "./directory-texts.ts";
import { texts as shared } from "./texts.ts";

/** What the directory is filtered by, as it stands in the address of the page. */
export const FILTERS = [
  "q",
  "list",
  "segment",
  "tag",
  "responsible",
  "stage",
  "state",
  "profiling",
  "suppressed",
  "orphaned",
] as const;

/** The filters above the directory; those asked less often on demand. */
export function Filters(props: {
  search: Record<string, string>;
  setSearch: (patch: Record<string, string | undefined>) => void;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { search, setSearch } = props;
  const lists = useApiQuery<{ items: ListView[] }>(can("lists.read") ? "/lists" : undefined);
  const segments = useApiQuery<{ items: SegmentSummary[] }>(
    can("lists.read") ? "/segments" : undefined,
    { limit: 200 },
    { staleTime: 30_000 },
  );
  const tags = useApiQuery<{ items: TagView[] }>("/contact-tags", undefined, { staleTime: 30_000 });
  const staff = useApiQuery<StaffList>("/contact-advisers", undefined, { staleTime: 60_000 });
  const tCare = useTexts(careTexts);
  const [more, setMore] = useState(
    ["state", "profiling", "suppressed", "orphaned"].some((name) => search[name]),
  );
  const select = (
    name: (typeof FILTERS)[number],
    label: string,
    all: string,
    data: { value: string; label: string }[],
  ): ReactNode => (
    <Select
      key={name}
      className="c-filter"
      aria-label={label}
      value={search[name] ?? ""}
      onChange={(value) => setSearch({ [name]: value ?? "" })}
      data={[{ value: "", label: all }, ...data]}
    />
  );
  return (
    <>
      {lists.data &&
        select(
          "list",
          t("list"),
          t("allLists"),
          lists.data.items.map((list) => ({ value: list.id, label: list.name })),
        )}
      {(segments.data?.items.length ?? 0) > 0 &&
        select(
          "segment",
          t("segment"),
          t("allSegments"),
          segments
            .data!.items.filter((one) => !one.asksBehaviour || can("tracking.read"))
            .map((one) => ({ value: one.id, label: one.name })),
        )}
      {(tags.data?.items.length ?? 0) > 0 &&
        select(
          "tag",
          tCare("tags"),
          t("allTags"),
          tags.data!.items.map((tag) => ({ value: tag.id, label: tag.name })),
        )}
      {staff.data &&
        select("responsible", tCare("responsible"), t("allResponsible"), [
          ...(staff.data.me ? [{ value: "me", label: t("mine") }] : []),
          ...staff.data.items
            .filter((one) => one.id !== staff.data?.me)
            .map((one) => ({ value: one.id, label: one.name })),
          { value: "nobody", label: t("nobodys") },
        ])}
      {select(
        "stage",
        tCare("stage"),
        t("allStages"),
        (["prospect", "customer", "none"] as const).map((stage) => ({
          value: stage,
          label: tCare(`stages.${stage}`),
        })),
      )}
      <Button size="xs" variant="subtle" aria-expanded={more} onClick={() => setMore(!more)}>
        {more ? t("fewerFilters") : t("moreFilters")}
      </Button>
      {more && <MoreFilters select={select} />}
    </>
  );
}

type SelectFilter = (
  name: (typeof FILTERS)[number],
  label: string,
  all: string,
  data: { value: string; label: string }[],
) => ReactNode;

/** Filters that are asked less often. */
function MoreFilters({ select }: { select: SelectFilter }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const states = ["confirmed", "pending", "unsubscribed"] as const;
  const profiling = ["granted", "unknown", "refused", "withdrawn"] as const;
  return (
    <>
      {select(
        "state",
        t("state"),
        t("allStates"),
        states.map((state) => ({ value: state, label: tShared(`states.${state}`) })),
      )}
      {select(
        "profiling",
        t("profiling"),
        t("allProfiling"),
        profiling.map((state) => ({ value: state, label: tShared(`profiling.${state}`) })),
      )}
      {select("suppressed", t("suppressed"), t("allSuppressed"), [
        { value: "true", label: t("onlySuppressed") },
        { value: "false", label: t("notSuppressed") },
      ])}
      {select("orphaned", t("orphaned"), t("allOrphaned"), [
        { value: "true", label: t("onlyOrphaned") },
        { value: "false", label: t("notOrphaned") },
      ])}
    </>
  );
}
