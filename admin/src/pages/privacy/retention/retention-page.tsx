import { Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import type { DryRunView, RetentionView } from "../../../../../contract/retention.ts";
import { api, useApiMutation, useApiQuery, useCan } from "../../../api/index.ts";
import {
  Card,
  CardSkeletons,
  ConfirmDialog,
  Figures,
  inSentence,
  Loaded,
  showDone,
  StatFigure,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { Cockpit } from "../cockpit.tsx";
import { ClassesCard } from "./classes-card.tsx";
import { ConceptCard } from "./concept-card.tsx";
import { HoldsCard } from "./holds-card.tsx";
import { ProtocolsCard } from "./protocols-card.tsx";
import "./retention.css";
import { texts } from "./texts.ts";

/** What is kept, why, until when and what goes next (RET-13, RET-14), with holds and protocols. */
export default function RetentionPage(): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const query = useApiQuery<RetentionView>("/retention");
  const due = useApiQuery<DryRunView>("/retention/dry-run");
  const [asking, setAsking] = useState(false);
  const run = useApiMutation(() => api.post("/retention/run"), {
    invalidates: ["/retention"],
    onSuccess: () => showDone(t("begun")),
  });
  const free = sum(due.data?.now, (each) => each.due - each.held);
  return (
    <Cockpit
      section="retention"
      actions={
        can("privacy.manage") && (
          <Button
            leftSection={<IconTrash size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            {t("run")}
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<CardSkeletons count={2} />}>
        {(retention) => (
          <div className="k-stack-lg">
            <Next retention={retention} due={due.data} />
            <ClassesCard classes={retention.classes} due={due.data} />
            <div className="ret-pair">
              <HoldsCard retention={retention} />
              <div className="k-stack-lg">
                <ProtocolsCard protocols={retention.protocols} />
                <ConceptCard concept={retention.concept} />
              </div>
            </div>
          </div>
        )}
      </Loaded>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("runTitle")}
        action={t("runDo")}
        danger
        onConfirm={() => run.mutateAsync(undefined)}
      >
        {free === 0 ? t("runNothing") : t("runText", { count: free })}
      </ConfirmDialog>
    </Cockpit>
  );
}

const sum = (
  rows: DryRunView["now"] | undefined,
  of: (row: DryRunView["now"][number]) => number,
): number =>
  (rows ?? []).filter((row) => row.class !== "suppressions").reduce((all, row) => all + of(row), 0);

function Next(props: { retention: RetentionView; due: DryRunView | undefined }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { retention, due } = props;
  const holds = retention.holds.filter((hold) => hold.endedAt === null).length;
  const done = retention.month.reduce((all, each) => all + each.done, 0);
  return (
    <Card>
      <Figures>
        <StatFigure
          label={t("figures.due")}
          value={due ? sum(due.now, (row) => row.due - row.held) : "…"}
          base={t("figures.dueBase")}
        />
        <StatFigure
          label={t("figures.soon")}
          value={due ? sum(due.soon, (row) => row.due - row.held) : "…"}
          base={t("figures.soonBase")}
        />
        <StatFigure
          label={t("figures.held")}
          value={due ? sum(due.now, (row) => row.held) : "…"}
          base={t("figures.heldBase", { count: holds })}
        />
        <StatFigure
          label={t("figures.month")}
          value={done}
          base={
            retention.lastRunAt === null
              ? t("figures.never")
              : t("figures.last", { when: inSentence(format.moment(retention.lastRunAt)) })
          }
        />
      </Figures>
      <p className="k-muted k-small ret-dry">{t("figures.formula")}</p>
    </Card>
  );
}
