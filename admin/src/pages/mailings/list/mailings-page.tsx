import { Button } from "@mantine/core";
import { IconMail, IconPlus } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { MailingSummary } from "../../../../../contract/mailings.ts";
import { useApiList, useCan } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Page,
  SearchField,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import "../mailings.css";
import { texts as shared } from "../texts.ts";
import { MailingTabs } from "../planning-tabs.tsx";
import { MailingTable } from "./mailing-table.tsx";
import { NewMailingDialog } from "./new-mailing-dialog.tsx";
import { RunningMailings } from "./running-mailings.tsx";
import { texts } from "./texts.ts";

const FILTERS = ["draft", "scheduled", "sent", "cancelled", "missed"] as const;

/** All mailings: what is under way on top, then drafts, planned and sent ones. */
export default function MailingsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const [search, setSearch] = useSearch();
  const [creating, setCreating] = useState<string | true>();
  const state = search["state"] ?? "";
  const q = search["q"] ?? "";
  const list = useApiList<MailingSummary>("/mailings", { state, q });
  const filtered = state !== "" || q !== "";
  const nothingYet = !filtered && list.items.length === 0 && list.query.isSuccess;
  const write = can("mailings.write");
  // "Neues Mailing" of the start page, "Folge-Mailing" of a report.
  const asked = search["copy"] ?? (search["new"] === "1" ? true : undefined);
  const opened = creating ?? (write ? asked : undefined);
  const close = (): void => {
    setCreating(undefined);
    if (asked !== undefined) setSearch({ new: undefined, copy: undefined });
  };
  return (
    <Page
      title={tShared("title")}
      actions={
        <>
          {!nothingYet && <ButtonLink to="/versand">{t("control")}</ButtonLink>}
          {write && !nothingYet && (
            <Button
              variant="filled"
              leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => setCreating(true)}
            >
              {t("new")}
            </Button>
          )}
        </>
      }
    >
      <MailingTabs current="/mailings" />
      <div className="k-stack-lg">
        <RunningMailings />
        <Card>
          {nothingYet ? (
            <EmptyState
              icon={<IconMail size={28} stroke={1.6} />}
              title={t("emptyTitle")}
              text={t("emptyText")}
              action={
                write && (
                  <Button variant="filled" onClick={() => setCreating(true)}>
                    {t("emptyAction")}
                  </Button>
                )
              }
            />
          ) : (
            <MailingTable
              list={list}
              onCopy={(id) => setCreating(id)}
              toolbar={
                <>
                  <SearchField
                    value={q}
                    label={t("search")}
                    placeholder={t("search")}
                    onChange={(value) => setSearch({ q: value })}
                  />
                  <StateFilter state={state} onChange={(next) => setSearch({ state: next })} />
                </>
              }
              empty={
                <EmptyState
                  title={t("noHits")}
                  text={t("noHitsText")}
                  action={
                    <Button onClick={() => setSearch({ q: undefined, state: undefined })}>
                      {t("resetFilters")}
                    </Button>
                  }
                />
              }
            />
          )}
        </Card>
      </div>
      {opened !== undefined && (
        <NewMailingDialog
          onClose={close}
          {...(typeof opened === "string" ? { copyOf: opened } : {})}
        />
      )}
    </Page>
  );
}

function StateFilter(props: { state: string; onChange: (state: string) => void }): ReactNode {
  const t = useTexts(texts);
  const choices = [
    { value: "", label: t("all") },
    ...FILTERS.map((value) => ({ value, label: t(`filters.${value}`) })),
  ];
  return (
    <div className="m-chips" role="group" aria-label={t("filter")}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="m-chip"
          aria-pressed={props.state === choice.value}
          onClick={() => props.onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
