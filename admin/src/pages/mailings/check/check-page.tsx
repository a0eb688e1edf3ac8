import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { ApprovalView } from "../../../../../contract/approvals.ts";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";
import { useApiQuery, useCan, useSession } from "../../../api/index.ts";
import {
  ButtonLink,
  Card,
  EmptyState,
  Grid,
  Loaded,
  Page,
  PageSkeleton,
  PermissionLookup,
  useFormat,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import { instantOf } from "../../../ui/wall-clock.ts";
import { TestMailDialog } from "../editor/test-mail-dialog.tsx";
import "../mailings.css";
import { BehaviourNotice } from "../follow-up/index.ts";
import { ApprovalCard } from "../approval/approval-card.tsx";
import { RequestDialog } from "../approval/request-dialog.tsx";
import { VariantsCard } from "../variants/variants-card.tsx";
import { checkPath, editorPath, hrefOf } from "../places.ts";
import { ExclusionReasons } from "../reasons.tsx";
import { texts as shared } from "../texts.ts";
import { ContentCard } from "./content-card.tsx";
import { LinksCard } from "./links-card.tsx";
import { OpenPoints } from "./open-points.tsx";
import { PassCard, type Plan } from "./pass-card.tsx";
import { recipientTimeOf } from "./recipient-clocks.tsx";
import { SpamCard } from "./spam-card.tsx";
import { texts } from "./texts.ts";

/** The last look before sending: who, how many, why the others not, when, what is measured, what is missing. */
export default function CheckPage(): ReactNode {
  const t = useTexts(texts);
  const id = useRouteParam("id");
  const mailing = useApiQuery<MailingView>(`/mailings/${id}`);
  const state = mailing.data?.state;
  const open = state === "draft" || state === "missed";
  const readiness = useApiQuery<ReadinessView>(
    open ? `/mailings/${id}/readiness` : undefined,
    undefined,
    { staleTime: 0 },
  );
  return (
    <Loaded query={mailing} skeleton={<PageSkeleton cards={2} />}>
      {(data) =>
        data.state === "draft" || data.state === "missed" ? (
          <Loaded query={readiness} skeleton={<PageSkeleton cards={2} />}>
            {(check) => <Check mailing={data} check={check} />}
          </Loaded>
        ) : (
          <Page title={t("title")}>
            <Card>
              <EmptyState
                title={t("notDraft")}
                action={
                  <ButtonLink to={hrefOf(data)} variant="filled">
                    {t("notDraftAction")}
                  </ButtonLink>
                }
              />
            </Card>
          </Page>
        )
      }
    </Loaded>
  );
}

function Check({ mailing, check }: { mailing: MailingView; check: ReadinessView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const can = useCan();
  const { me } = useSession();
  const { timeZone } = useFormat();
  const [testing, setTesting] = useState(false);
  const [requesting, setRequesting] = useState(false);
  const [plan, setPlan] = useState<Plan>({
    at: plannedAt(mailing.approval, me.now, timeZone),
    times: { window: mailing.window, perHour: mailing.perHour },
    clocks: plannedClocks(mailing.approval),
  });
  const leftOut = check.audience.candidates - check.audience.mailable;
  return (
    <Page
      title={t("title")}
      windowTitle={t("windowTitle", { name: mailing.name })}
      crumbs={[
        { label: tShared("title"), to: "/mailings" },
        { label: mailing.name, to: editorPath(mailing.id) },
      ]}
      actions={
        <>
          <ButtonLink to={editorPath(mailing.id)}>{t("back")}</ButtonLink>
          {can("mailings.write") && <Button onClick={() => setTesting(true)}>{t("test")}</Button>}
        </>
      }
    >
      <div className="k-stack-lg">
        <PassCard
          mailing={mailing}
          check={check}
          plan={plan}
          onPlan={setPlan}
          onRequest={() => setRequesting(true)}
        />
        {(check.approval.needed === "second_person" || mailing.approval.state !== "none") && (
          <ApprovalCard mailing={mailing} check={check} onRequest={() => setRequesting(true)} />
        )}
        {mailing.behaviour && check.behaviour && (
          <Card title={t("behaviour")}>
            <BehaviourNotice behaviour={mailing.behaviour} counts={check.behaviour} />
          </Card>
        )}
        <VariantsCard mailing={mailing} />
        <OpenPoints mailing={mailing} check={check} onTest={() => setTesting(true)} />
        <Grid>
          <Card
            className="c6"
            title={tShared("whyNotTitle", { count: leftOut })}
            {...(leftOut > 0 ? { foot: t("leftOutFoot") } : {})}
          >
            {leftOut > 0 ? (
              <ExclusionReasons reasons={check.audience.reasons} />
            ) : (
              <p className="k-muted">{tShared("nobodyLeftOut")}</p>
            )}
            <PermissionLookup mailing={mailing.id} />
          </Card>
          <ContentCard
            className="c6"
            mailingId={mailing.id}
            kind={mailing.kind}
            findings={check.findings}
          />
          <LinksCard mailingId={mailing.id} />
          <SpamCard mailingId={mailing.id} />
        </Grid>
        {check.approval.needed !== "second_person" && mailing.approval.state === "none" && (
          <ApprovalCard mailing={mailing} check={check} onRequest={() => setRequesting(true)} />
        )}
      </div>
      {requesting && (
        <RequestDialog
          mailingId={mailing.id}
          planned={{
            ...(plan.at === null ? {} : { at: plan.at }),
            ...(plan.at === null || plan.clocks === null
              ? {}
              : { recipientTime: recipientTimeOf(plan.at, plan.clocks, timeZone) }),
            ...(plan.times.window === null ? {} : { window: plan.times.window }),
            ...(plan.times.perHour === null ? {} : { perHour: plan.times.perHour }),
          }}
          onClose={() => setRequesting(false)}
        />
      )}
      {testing && (
        <TestMailDialog
          key={checkPath(mailing.id)}
          mailingId={mailing.id}
          onClose={() => setTesting(false)}
        />
      )}
    </Page>
  );
}

/** The time that was asked for with the approval, while it is still to come; by the recipients' clocks what they show. */
function plannedAt({ state, planned }: ApprovalView, now: string, timeZone: string): string | null {
  const holds = state === "requested" || state === "approved";
  if (!holds || planned?.at === undefined || planned.at <= now) return null;
  const { recipientTime } = planned;
  return recipientTime
    ? instantOf(`${recipientTime.local.replace("T", " ")}:00`, timeZone)
    : planned.at;
}

function plannedClocks({ planned }: ApprovalView): Plan["clocks"] {
  const { recipientTime } = planned ?? {};
  return recipientTime
    ? { field: recipientTime.field, passed: recipientTime.passed === "now" }
    : null;
}
