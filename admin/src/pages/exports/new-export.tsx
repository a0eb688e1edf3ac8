import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ExportSubject } from "../../../../contract/export-subjects.ts";
import type { DirectoryFilterInput } from "../../../../contract/directory.ts";
import type {
  ExportFormat,
  ExportView,
  NewExport as Wanted,
} from "../../../../contract/exports.ts";
import { api, useApiMutation } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ChoiceCards,
  ExportReason,
  mayExport,
  noReasons,
  reasonsOf,
  useExportAsked,
  useLocale,
  useSearch,
  useTexts,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

const FILTERS = [
  "q",
  "list",
  "segment",
  "state",
  "profiling",
  "tag",
  "stage",
  "responsible",
] as const;
const FLAGS = ["suppressed", "orphaned"] as const;

/** What begins here; people of a report and evidence begin where they are seen. */
type Table = Exclude<ExportSubject, "report_persons" | "evidence">;
const PLACES: Record<Table, string> = {
  contacts: "/contacts",
  blocks: "/lists/blocks",
  retained: "/lists/retained",
};

/** Asks what for and in which form; the filter is the one of the page before, carried over in the address. */
export function NewExport({ what }: { what: Table }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [search] = useSearch();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [reasons, setReasons] = useState(noReasons);
  const onAsked = useExportAsked();
  const filter = filterOf(what, search);
  const filtered = Object.keys(filter).length > 0;
  const start = useApiMutation(
    () => {
      const wanted: Wanted = {
        format,
        ...reasonsOf(reasons),
        locale,
        what,
        ...(what === "contacts" ? { filter } : filter),
      };
      return api.post<ExportView>("/contact-exports", wanted);
    },
    {
      invalidates: ["/contact-exports"],
      onSuccess: (asked) => {
        setReasons(noReasons);
        onAsked(asked);
      },
    },
  );
  const query = new URLSearchParams(
    Object.entries(filter).map(([name, value]) => [
      name === "retainedFor" ? "reason" : name,
      String(value),
    ]),
  );
  const words = {
    export_empty: t("errors.export_empty"),
    too_many_for_xlsx: t("errors.too_many_for_xlsx"),
    // TRK-12: the one thing an export refuses whoever may export at all.
    ...(what === "contacts" ? { permission_missing: t("errors.permission_missing") } : {}),
  };
  return (
    <Card className="c7" title={t("title")}>
      <form
        className="k-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayExport(reasons, start.error)) start.mutate(undefined);
        }}
      >
        <div className="k-row">
          <p>{t(filtered ? `filtered.${what}` : `everybody.${what}`)}</p>
          <ButtonLink size="xs" to={filtered ? `${PLACES[what]}?${query}` : PLACES[what]}>
            {t("toDirectory")}
          </ButtonLink>
        </div>
        <ChoiceCards<ExportFormat>
          legend={t("format")}
          value={format}
          onChange={setFormat}
          choices={(["csv", "xlsx", "jsonl"] as const).map((value) => ({
            value,
            title: t(`formats.${value}`),
            text: t(
              value === "jsonl" && what !== "contacts"
                ? "formatTexts.plainJsonl"
                : `formatTexts.${value}`,
            ),
          }))}
        />
        <ExportReason value={reasons} onChange={setReasons} error={start.error} words={words} />
        <div className="k-row">
          <Button
            type="submit"
            variant="filled"
            loading={start.isPending}
            disabled={!mayExport(reasons, start.error)}
          >
            {t("start")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

type Filter = DirectoryFilterInput & Pick<Wanted, "scope" | "retainedFor">;

function filterOf(what: Table, search: Record<string, string | undefined>): Filter {
  const own = { contacts: undefined, blocks: "scope", retained: "reason" }[what];
  // The page of retained addresses calls it the reason, which in an export is what the file is for.
  if (own !== undefined)
    return (search[own] ? { [own === "reason" ? "retainedFor" : own]: search[own] } : {}) as Filter;
  return Object.fromEntries([
    ...FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
    ...FLAGS.flatMap((name) => (search[name] ? [[name, search[name] === "true"]] : [])),
  ]) as Filter;
}
