import { Button } from "@mantine/core";
import { IconDatabaseExport, IconRestore } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { BackupRunView, BackupsPage as View } from "../../../../../contract/backups.ts";
import { api, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  currentTime,
  Figures,
  inSentence,
  KeyValue,
  Loaded,
  Notice,
  Page,
  ProgressBar,
  showDone,
  showProblem,
  SimpleTable,
  StatFigure,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import "./backups.css";
import { RestoreNotice } from "./restore-notice.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { texts } from "./texts.ts";

const PATH = "/installation/backups";
const LOOK_AGAIN_MS = 2_000;
const LOOK_MS = 30_000;
/** What was asked for begins, and often ends, within this. */
const SOON_MS = 60_000;
const WHY_NO_TEST = "why-no-test";

/** Backups of the installation: the last, its test, where the keys are, what comes next (ORG-07, RET-11, RET-12). */
export default function BackupsPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { me } = useSession();
  const [askedAt, setAskedAt] = useState(0);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
      {...(me.operator.isAdministrator
        ? { actions: <Actions onAsked={() => setAskedAt(currentTime().getTime())} /> }
        : {})}
    >
      {me.operator.isAdministrator ? (
        <Backups askedAt={askedAt} />
      ) : (
        <Notice>{t("administratorOnly")}</Notice>
      )}
    </Page>
  );
}

function Actions({ onAsked }: { onAsked: () => void }): ReactNode {
  const t = useTexts(texts);
  const options = (said: "begun" | "testBegun") => ({
    invalidates: [PATH],
    onSuccess: () => {
      onAsked();
      showDone(t(said));
    },
    onError: showProblem,
  });
  const run = useApiMutation(() => api.post(`${PATH}/run`), options("begun"));
  const test = useApiMutation(() => api.post(`${PATH}/test`), options("testBegun"));
  const { data: view } = useApiQuery<View>(PATH);
  const isNone = view?.backups.length === 0;
  return (
    <>
      <Button
        leftSection={<IconRestore size={18} stroke={1.6} aria-hidden="true" />}
        disabled={isNone}
        {...(isNone ? { "aria-describedby": WHY_NO_TEST } : {})}
        loading={test.isPending}
        onClick={() => test.mutate(undefined)}
      >
        {t("test")}
      </Button>
      <Button
        variant="filled"
        leftSection={<IconDatabaseExport size={18} stroke={1.6} aria-hidden="true" />}
        loading={run.isPending}
        onClick={() => run.mutate(undefined)}
      >
        {t("run")}
      </Button>
    </>
  );
}

function Backups({ askedAt }: { askedAt: number }): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<View>(PATH, undefined, {
    refetchInterval: (data) =>
      data?.running || currentTime().getTime() - askedAt < SOON_MS ? LOOK_AGAIN_MS : LOOK_MS,
  });
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
      {(view) => (
        <div className="k-stack-lg">
          <RestoreNotice restore={view.restore} />
          {view.backups.length === 0 && (
            <Notice>
              <span id={WHY_NO_TEST}>
                {t(view.running?.kind === "backup" ? "testAfterFirst" : "testNeedsBackup")}
              </span>
            </Notice>
          )}
          <Failed run={view.lastBackup} />
          <Failed run={view.lastTest} />
          {view.running && <Running run={view.running} />}
          <Now view={view} />
          <div className="bkp-pair">
            <KeyCard view={view} />
            <SettingsCard settings={view.settings} />
          </div>
          <JournalCard journal={view.journal} />
          <ListCard backups={view.backups} folder={view.folder} />
        </div>
      )}
    </Loaded>
  );
}

function Failed({ run }: { run: BackupRunView | null }): ReactNode {
  const t = useTexts(texts);
  if (run?.state !== "failed") return null;
  return (
    <Notice tone="danger" role="alert" title={t(`failed.${run.kind}`)}>
      {run.error ?? ""}
    </Notice>
  );
}

function Running({ run }: { run: BackupRunView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card
      title={t(`running.${run.kind}`)}
      aside={t("running.begun", { when: inSentence(format.moment(run.startedAt)) })}
    >
      {run.kind === "restore_test" && (
        <p className="k-muted">{t("running.comparing", { name: run.name })}</p>
      )}
      {run.tables > 0 && (
        <>
          <ProgressBar done={run.tablesDone} total={run.tables} label={t(`running.${run.kind}`)} />
          <p className="k-muted k-small">
            {t("running.progress", { done: run.tablesDone, total: run.tables, rows: run.rows })}
          </p>
        </>
      )}
    </Card>
  );
}

function Now({ view }: { view: View }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const when = (at: string | null): string =>
    at === null ? t("figures.never") : format.moment(at);
  const state = (run: BackupRunView | null, words: string): string =>
    run === null
      ? ""
      : run.state === "failed"
        ? t("figures.failed")
        : run.state === "running"
          ? t("running.now")
          : words;
  const { lastBackup, lastTest } = view;
  return (
    <Card>
      <div className="bkp-now">
        <Figures>
          <StatFigure
            label={t("figures.backup")}
            value={when(lastBackup?.startedAt ?? null)}
            base={state(
              lastBackup,
              t("figures.size", {
                size: format.bytes(lastBackup?.bytes ?? 0),
                rows: lastBackup?.rows ?? 0,
              }),
            )}
          />
          <StatFigure
            label={t("figures.test")}
            value={when(lastTest?.startedAt ?? null)}
            base={state(lastTest, t("figures.compared", { rows: lastTest?.rows ?? 0 }))}
          />
          <StatFigure
            label={t("figures.next")}
            value={view.nextAt === null ? t("figures.off") : format.moment(view.nextAt)}
          />
          <StatFigure
            label={t("figures.nextTest")}
            value={view.nextTestAt === null ? t("figures.off") : format.date(view.nextTestAt)}
            base={t("figures.testEvery")}
          />
        </Figures>
      </div>
    </Card>
  );
}

function KeyCard({ view }: { view: View }): ReactNode {
  const t = useTexts(texts);
  const { key } = view;
  const format = useFormat();
  const path = (text: string): ReactNode => <code className="bkp-path">{text}</code>;
  return (
    <Card title={t("key.title")}>
      <div className="k-stack">
        {!view.room.isEnough && (
          <Notice tone="danger" role="alert" title={t("key.noRoom")}>
            {t("key.noRoomText", {
              free: format.bytes(view.room.freeBytes),
              needed: format.bytes(view.room.neededBytes),
            })}
          </Notice>
        )}
        {view.isSameDisk && (
          <Notice tone="wait" title={t("key.sameDisk")}>
            {t("key.sameDiskText")}
          </Notice>
        )}
        <dl className="bkp-facts">
          <dt>{t("key.folder")}</dt>
          <dd>{path(view.folder)}</dd>
          <dt>{t("key.file")}</dt>
          <dd>
            {key.file === null ? t("key.passphrase") : path(key.file)}
            {!key.isMade && <span className="k-muted"> {t("key.notMade")}</span>}
          </dd>
          <dt>{t("key.secret")}</dt>
          <dd>{view.secretKeyFile === null ? t("key.secretEnv") : path(view.secretKeyFile)}</dd>
        </dl>
        <p className="k-muted">{t("key.apart")}</p>
      </div>
    </Card>
  );
}

function JournalCard({ journal }: { journal: View["journal"] }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card title={t("journal.title")}>
      <div className="k-stack">
        <p className="k-muted">{t("journal.text")}</p>
        <KeyValue
          items={[
            [
              t("journal.copies", { count: journal.copies }),
              journal.completeUntil === null
                ? t("journal.none")
                : t("journal.complete", { when: inSentence(format.moment(journal.completeUntil)) }),
            ],
          ]}
        />
      </div>
    </Card>
  );
}

function ListCard(props: { backups: View["backups"]; folder: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <Card title={t("list.title")} foot={t("list.how")}>
      {props.backups.length === 0 ? (
        <p className="k-muted">{t("list.none")}</p>
      ) : (
        <SimpleTable
          label={t("list.title")}
          words
          head={
            <tr>
              <th>{t("list.made")}</th>
              <th>{t("list.name")}</th>
              <th data-num>{t("list.rows")}</th>
              <th data-num>{t("list.size")}</th>
            </tr>
          }
        >
          {props.backups.map((backup) => (
            <tr key={backup.name}>
              <td className="bkp-made">{format.dateTimeShort(backup.madeAt)}</td>
              <td data-label={t("list.name")}>
                <code className="bkp-path">{backup.name}</code>
              </td>
              <td data-num data-label={t("list.rows")}>
                {format.number(backup.rows)}
              </td>
              <td data-num data-label={t("list.size")}>
                {format.bytes(backup.bytes)}
              </td>
            </tr>
          ))}
        </SimpleTable>
      )}
    </Card>
  );
}
