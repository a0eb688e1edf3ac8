import { Button, SegmentedControl } from "@mantine/core";
import { IconPrinter, IconRefresh, IconSignature } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import {
  checkGroups,
  type CheckGroup,
  type ChecklistView,
  type CheckView,
} from "../../../../../contract/compliance.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  showDone,
  showProblem,
  useLocale,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { CheckRow } from "./check-row.tsx";
import { LiveCard } from "./live-card.tsx";
import { isOpen, keepChecklist } from "./progress.ts";
import { texts } from "./texts.ts";
import "./checklist.css";

/** The configuration checklist: what to do next, everything by subject, the paper to sign, and the switch to live operation. */
export default function ChecklistPage(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<ChecklistView>("/checks");
  const run = useRun();
  const running = run.isPending ? (run.variables ?? "all") : undefined;
  const all = (): void => run.mutate(undefined, { onSuccess: () => showDone(t("done")) });
  return (
    <Cockpit
      section="checklist"
      actions={
        <Button
          leftSection={<IconRefresh size={18} stroke={1.6} aria-hidden="true" />}
          loading={running === "all"}
          onClick={all}
        >
          {t("run")}
        </Button>
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons />}>
        {(checklist) => (
          <Grid>
            <div className="c8">
              <Onward checklist={checklist} running={running} onRun={run.mutate} onAll={all} />
            </div>
            <div className="c4 k-stack-lg pv-check-side">
              <LiveCard checklist={checklist} />
              <PaperCard />
              <Proven>{t("proven")}</Proven>
            </div>
            <div className="c8 k-stack-lg">
              <Groups checklist={checklist} running={running} onRun={run.mutate} />
            </div>
          </Grid>
        )}
      </Loaded>
    </Cockpit>
  );
}

/** Looks again: at one check, or at all of them without an id. */
function useRun() {
  return useApiMutation<string | undefined, ChecklistView>(
    (id) => api.post<ChecklistView>("/checks/run", id === undefined ? {} : { ids: [id] }),
    {
      invalidates: ["/dashboard", "/audit"],
      onSuccess: keepChecklist,
      onError: (error) => showProblem(error),
    },
  );
}

interface ListProps {
  checklist: ChecklistView;
  running: string | undefined;
  onRun: (id: string) => void;
}

/** The one point to go on with, or that nothing is left to do. */
function Onward(props: ListProps & { onAll: () => void }): ReactNode {
  const t = useTexts(texts);
  const { checklist, running } = props;
  const { items, done, nextId } = checklist;
  const next = items.find((check) => check.id === nextId);
  const never = items.every((check) => check.checkedAt === null);
  const isAlone = useSearch()[0]["view"] !== "all";
  const base = t("doneOf", { done, total: items.length });
  if (never)
    return (
      <Card title={t("neverTitle")}>
        <div className="k-stack">
          <p className="k-small">{t("neverText")}</p>
          <div>
            <Button variant="filled" loading={running === "all"} onClick={props.onAll}>
              {t("lookFirst")}
            </Button>
          </div>
        </div>
      </Card>
    );
  if (!next)
    return (
      <Card title={t("nothingOpen")} aside={base}>
        <p className="k-small">{t("nothingOpenText")}</p>
      </Card>
    );
  return (
    <Card title={t("onward")} aside={base} className="pv-onward">
      <ul className="pv-checklist">
        <CheckRow
          isTwice={!isAlone}
          check={next}
          busy={running === "all" || running === next.id}
          onRun={() => props.onRun(next.id)}
        />
      </ul>
    </Card>
  );
}

function Groups({ checklist, running, onRun }: ListProps): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const { items } = checklist;
  const open = items.filter(isOpen);
  const named = useNamedCheck(items);
  const all = search["view"] === "all" || open.length === 0 || (named && !isOpen(named));
  return (
    <>
      {open.length > 0 && (
        <SegmentedControl
          className="pv-lang pv-no-print"
          aria-label={t("filter")}
          value={all ? "all" : "open"}
          onChange={(value) => setSearch({ view: value === "all" ? "all" : undefined })}
          data={[
            { value: "open", label: `${t("views.open")} (${open.length})` },
            { value: "all", label: `${t("views.all")} (${items.length})` },
          ]}
        />
      )}
      {checkGroups.map((group) => (
        <Group
          key={group}
          group={group}
          items={items.filter((check) => check.group === group)}
          isAll={all === true}
          nextId={checklist.nextId}
          running={running}
          onRun={onRun}
        />
      ))}
    </>
  );
}

function Group(props: {
  group: CheckGroup;
  items: CheckView[];
  isAll: boolean;
  nextId: string | null;
  running: string | undefined;
  onRun: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { items, running } = props;
  // The one that stands above needs no second place among the open ones.
  const shown = props.isAll
    ? items
    : items.filter((check) => isOpen(check) && check.id !== props.nextId);
  if (shown.length === 0) return null;
  const done = items.filter((check) => !isOpen(check)).length;
  return (
    <Card title={t(`groups.${props.group}`)} aside={t("groupDone", { done, total: items.length })}>
      <ul className="pv-checklist">
        {shown.map((check) => (
          <CheckRow
            key={check.id}
            check={check}
            busy={running === "all" || running === check.id}
            onRun={() => props.onRun(check.id)}
          />
        ))}
      </ul>
    </Card>
  );
}

/** The check an address ends with (`#CHK-09`), brought into view once it is there. */
function useNamedCheck(items: readonly CheckView[]): CheckView | undefined {
  const id = window.location.hash.slice(1);
  const named = items.find((check) => check.id === id);
  const found = named !== undefined;
  useEffect(() => {
    if (found) document.getElementById(id)?.scrollIntoView({ block: "center" });
  }, [found, id]);
  return named;
}

/** The list on paper: for whoever signs it. */
function PaperCard(): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const save = (): void =>
    void api.download("/checklist.pdf", { query: { locale } }).catch(showProblem);
  return (
    <Card title={t("paper")} className="pv-no-print">
      <div className="k-stack">
        <p className="k-small">{t("paperText")}</p>
        <div className="k-row">
          <Button
            leftSection={<IconSignature size={18} stroke={1.6} aria-hidden="true" />}
            onClick={save}
          >
            {t("pdf")}
          </Button>
          <Button
            variant="subtle"
            leftSection={<IconPrinter size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => window.print()}
          >
            {t("print")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
