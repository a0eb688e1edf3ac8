import { Button, Textarea } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { exportSubjects, type ExportSubject } from "../../../../contract/export-subjects.ts";
import type { DirectoryFilterInput } from "../../../../contract/directory.ts";
import type {
  ExportFormat,
  ExportView,
  NewExport as Wanted,
} from "../../../../contract/exports.ts";
import { api, ApiError, useApiMutation } from "../../api/index.ts";
import {
  ButtonLink,
  Card,
  ChoiceCards,
  Problem,
  showDone,
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
const SHORTEST = 10;

/** What the address asks for: contacts, unless the page of blocks or retained addresses leads here. */
export const subjectOf = (search: Record<string, string | undefined>): ExportSubject =>
  exportSubjects.find((one) => one === search["what"]) ?? "contacts";
const PLACES: Record<ExportSubject, string> = {
  contacts: "/contacts",
  blocks: "/lists/blocks",
  retained: "/lists/retained",
};

/** Asks what for and in which form; the filter is the one of the page before, carried over in the address. */
export function NewExport(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const [search] = useSearch();
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [reason, setReason] = useState("");
  const [alone, setAlone] = useState("");
  const what = subjectOf(search);
  const filter = filterOf(what, search);
  const filtered = Object.keys(filter).length > 0;
  const start = useApiMutation(
    () => {
      const wanted: Wanted = {
        format,
        reason: reason.trim(),
        locale,
        what,
        ...(what === "contacts" ? { filter } : filter),
        ...(alone.trim() === "" ? {} : { alone: alone.trim() }),
      };
      return api.post<ExportView>("/contact-exports", wanted);
    },
    {
      invalidates: ["/contact-exports"],
      onSuccess: ({ state }) => {
        setReason("");
        setAlone("");
        showDone(t(state === "held" ? "held" : "started"));
      },
    },
  );
  // Nobody else could be asked; a written reason stands for the second person.
  const isAlone = start.error instanceof ApiError && start.error.code === "second_person_missing";
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
          if (reason.trim().length >= SHORTEST) start.mutate(undefined);
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
        <Textarea
          label={t("reason")}
          description={t("reasonHelp")}
          required
          minLength={SHORTEST}
          maxLength={300}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {isAlone ? (
          <Textarea
            label={t("alone")}
            description={t("aloneHelp")}
            required
            minLength={SHORTEST}
            maxLength={500}
            autosize
            minRows={2}
            data-autofocus
            value={alone}
            onChange={(event) => setAlone(event.currentTarget.value)}
          />
        ) : (
          start.error && <Problem error={start.error} words={words} />
        )}
        <div className="k-row">
          <Button
            type="submit"
            variant="filled"
            loading={start.isPending}
            disabled={
              reason.trim().length < SHORTEST || (isAlone && alone.trim().length < SHORTEST)
            }
          >
            {t("start")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

type Filter = DirectoryFilterInput & Pick<Wanted, "scope" | "retainedFor">;

function filterOf(what: ExportSubject, search: Record<string, string | undefined>): Filter {
  const own = { contacts: undefined, blocks: "scope", retained: "reason" }[what];
  // The page of retained addresses calls it the reason, which in an export is what the file is for.
  if (own !== undefined)
    return (search[own] ? { [own === "reason" ? "retainedFor" : own]: search[own] } : {}) as Filter;
  return Object.fromEntries([
    ...FILTERS.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
    ...FLAGS.flatMap((name) => (search[name] ? [[name, search[name] === "true"]] : [])),
  ]) as Filter;
}
