import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";
import {
  api,
  hasCode,
  invalidate,
  queryClient,
  useApiMutation,
  useCan,
} from "../../../api/index.ts";
import { ConfirmDialog, useFormat, useGo, useTexts } from "../../../ui/index.ts";
import { ApproveButton } from "../approval/approve-button.tsx";
import { isAskedToDecide, leavesItToOthers } from "../approval/decides.ts";
import { Refused, useErrorWords } from "../refused.tsx";
import { editorPath } from "../places.ts";
import { recipientTimeOf, type Clocks } from "./recipient-clocks.tsx";
import { texts } from "./texts.ts";
import type { Times } from "./times-fields.tsx";

/** The id of the card with what stands in the way. */
export const OPEN_POINTS = "m-open-points";

/** The one button of the boarding pass, with the approval a mailing of this size needs (CNT-18). */
export function SendAction(props: {
  mailing: MailingView;
  check: ReadinessView;
  /** Instant, or null: at once. */
  at: string | null;
  times: Times;
  clocks: Clocks | null;
  blocking: number;
  onRequest: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const go = useGo();
  const can = useCan();
  const words = useSendWords();
  const { mailing, check, at, clocks, blocking } = props;
  const [asking, setAsking] = useState(false);
  const recipients = check.audience.mailable;
  const path = `/mailings/${mailing.id}`;
  const schedule = useApiMutation(
    (confirmRecipients: number | undefined) =>
      api.post<MailingView>(`${path}/schedule`, {
        ...(at === null
          ? {}
          : clocks === null
            ? { at }
            : { recipientTime: recipientTimeOf(at, clocks, format.timeZone) }),
        ...(props.times.window === null ? {} : { window: props.times.window }),
        ...(props.times.perHour === null ? {} : { perHour: props.times.perHour }),
        ...(confirmRecipients === undefined ? {} : { confirmRecipients }),
      }),
    {
      invalidates: ["/mailings"],
      onSuccess: () => go(editorPath(mailing.id)),
      onError: (error) => {
        if (hasCode(error, "mailing_not_ready") || hasCode(error, "recipients_not_confirmed"))
          void invalidate(queryClient, [path]);
      },
    },
  );
  const { needed, given } = check.approval;
  const typed = needed === "typed_number" || needed === "typed_number_and_delay";
  const waitsForApproval = needed === "second_person" && !given;
  const isAsked = mailing.approval.state === "requested";
  const label = at === null ? t("sendNow") : t("schedule");
  const blocked = blocking > 0 || !check.ready;
  if (!can("mailings.send"))
    return (
      <>
        <BigButton disabled>{label}</BigButton>
        <p className="k-pass-hint">{t("hintMaySend")}</p>
      </>
    );
  if (isAskedToDecide(mailing)) return <ApproveButton mailing={mailing} blocked={blocked} />;
  if (leavesItToOthers(mailing, check))
    return (
      <>
        <BigButton disabled>{label}</BigButton>
        <p className="k-pass-hint">{t("errors.approval_by_scheduler")}</p>
      </>
    );
  return (
    <>
      {waitsForApproval ? (
        <BigButton disabled={blocked || isAsked} onClick={props.onRequest}>
          {t(isAsked ? "asked" : "ask")}
        </BigButton>
      ) : (
        <BigButton
          plain={isAsked}
          disabled={blocked}
          loading={schedule.isPending}
          onClick={() => (typed ? setAsking(true) : schedule.mutate(undefined))}
        >
          {label}
        </BigButton>
      )}
      <div className="k-pass-hint">
        {blocked ? (
          <>
            {t("hintBlocked", { count: Math.max(1, blocking) })}{" "}
            <a href={`#${OPEN_POINTS}`}>{t("hintBlockedLink")}</a>
          </>
        ) : waitsForApproval ? (
          t(isAsked ? "hintAsked" : "hintSecond", { threshold: check.approval.threshold })
        ) : needed === "typed_number_and_delay" ? (
          t("hintDelay")
        ) : at === null ? (
          t("hintNow")
        ) : (
          t("hintLater")
        )}
      </div>
      {!asking && schedule.error && (
        <div className="m-note">
          <Refused error={schedule.error} words={words} />
        </div>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("confirmTitle")}
        action={label}
        people={recipients}
        words={words}
        onConfirm={() => schedule.mutateAsync(recipients)}
      >
        <div className="k-stack">
          <p>
            {at === null
              ? t("confirmNow", { count: recipients })
              : t(clocks === null ? "confirmLater" : "clocks.confirm", {
                  when: format.dateTime(at),
                  count: recipients,
                })}{" "}
            {mailing.segment && t("confirmSegment", { name: mailing.segment.name })}
          </p>
          {needed === "typed_number_and_delay" && <p>{t("confirmDelay")}</p>}
          <p>{t("confirmFinal")}</p>
        </div>
      </ConfirmDialog>
    </>
  );
}

function BigButton(props: {
  disabled?: boolean;
  loading?: boolean;
  /** The next step is somewhere else. */
  plain?: boolean;
  onClick?: () => void;
  children: ReactNode;
}): ReactNode {
  return (
    <Button
      variant={props.plain ? "default" : "filled"}
      size="lg"
      fullWidth
      disabled={props.disabled ?? false}
      loading={props.loading ?? false}
      {...(props.onClick ? { onClick: props.onClick } : {})}
    >
      {props.children}
    </Button>
  );
}

function useSendWords(): Record<string, string> {
  const t = useTexts(texts);
  return {
    ...useErrorWords(),
    recipients_not_confirmed: t("errors.recipients_not_confirmed"),
    approval_needed: t("errors.approval_needed"),
    approval_by_scheduler: t("errors.approval_by_scheduler"),
    mailing_not_ready: t("errors.mailing_not_ready"),
    zones_passed: t("errors.zones_passed"),
    zone_field_unknown: t("errors.zone_field_unknown"),
  };
}
