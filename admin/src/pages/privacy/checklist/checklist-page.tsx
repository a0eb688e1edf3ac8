import { Button, SegmentedControl } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ChecklistView, CheckView } from "../../../../../contract/compliance.ts";
import { api, apiKey, queryClient, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  Grid,
  Loaded,
  showDone,
  showProblem,
  useSearch,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit, Proven } from "../cockpit.tsx";
import { CheckRow } from "./check-row.tsx";
import { LiveCard } from "./live-card.tsx";
import { texts } from "./texts.ts";
import "./checklist.css";

/** The configuration checklist with its last results, and the switch to live operation. */
export default function ChecklistPage(): ReactNode {
  const t = useTexts(texts);
  const query = useApiQuery<ChecklistView>("/checks");
  const run = useRun();
  const running = run.isPending;
  return (
    <Cockpit
      section="checklist"
      actions={
        <Button
          leftSection={<IconRefresh size={18} stroke={1.6} aria-hidden="true" />}
          loading={running && run.variables === undefined}
          onClick={() => run.mutate(undefined, { onSuccess: () => showDone(t("done")) })}
        >
          {t("run")}
        </Button>
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons />}>
        {(checklist) => (
          <Grid>
            <div className="c8 k-stack-lg">
              <Groups
                items={checklist.items}
                running={running ? (run.variables ?? "all") : undefined}
                onRun={(id) => run.mutate(id)}
              />
            </div>
            <div className="c4 k-stack-lg pv-side">
              <LiveCard checklist={checklist} />
              <Proven>{t("proven")}</Proven>
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
      onSuccess: (checklist) => queryClient.setQueryData(apiKey("/checks"), checklist),
      onError: (error) => showProblem(error),
    },
  );
}

const isOpen = (check: CheckView): boolean =>
  check.status === "failed" || check.status === "not_checked";

function Groups(props: {
  items: CheckView[];
  running: string | undefined;
  onRun: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const [search, setSearch] = useSearch();
  const view = search["view"] === "all" ? "all" : "open";
  const open = props.items.filter(isOpen).sort((a, b) => rank(a) - rank(b));
  const groups = [
    { id: "blocking", items: open.filter((check) => check.blocking) },
    { id: "other", items: open.filter((check) => !check.blocking) },
    { id: "passed", items: props.items.filter((check) => check.status === "passed") },
    { id: "none", items: props.items.filter((check) => check.status === "not_applicable") },
  ] as const;
  const shown = groups.filter(
    ({ id, items }) =>
      items.length > 0 &&
      (view === "all" || open.length === 0 || id === "blocking" || id === "other"),
  );
  return (
    <>
      {open.length > 0 && (
        <SegmentedControl
          className="pv-lang"
          aria-label={t("filter")}
          value={view}
          onChange={(value) => setSearch({ view: value === "all" ? "all" : undefined })}
          data={[
            { value: "open", label: `${t("views.open")} (${open.length})` },
            { value: "all", label: `${t("views.all")} (${props.items.length})` },
          ]}
        />
      )}
      {shown.map(({ id, items }) => (
        <Card key={id} title={t(`groups.${id}`)} aside={items.length}>
          <ul className="pv-checklist">
            {items.map((check) => (
              <CheckRow
                key={check.id}
                check={check}
                busy={props.running === "all" || props.running === check.id}
                onRun={() => props.onRun(check.id)}
              />
            ))}
          </ul>
        </Card>
      ))}
    </>
  );
}

/** Failed first, then what nobody looked at, in the order of the checklist. */
function rank(check: CheckView): number {
  return (check.status === "failed" ? 0 : 100) + Number(check.id.slice(4));
}
