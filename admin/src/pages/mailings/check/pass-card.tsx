import { useState, type ReactNode } from "react";
import type { MailingView, ReadinessView } from "../../../../../contract/mailings.ts";
import { useSession } from "../../../api/index.ts";
import {
  BoardingPass,
  Link,
  RuleTag,
  SplitBar,
  inSentence,
  useFormat,
  useTexts,
} from "../../../ui/index.ts";
import { isAskedToDecide, leavesItToOthers, schedulesOnApproval } from "../approval/decides.ts";
import { places } from "../places.ts";
import { texts as shared } from "../texts.ts";
import type { Clocks } from "./recipient-clocks.tsx";
import { SendAction } from "./send-action.tsx";
import { texts } from "./texts.ts";
import { TimeDialog } from "./time-dialog.tsx";
import { useTimesText, type Times } from "./times-fields.tsx";

/** When the mailing shall leave: an instant, or null for at once; and its hours and pace. */
export interface Plan {
  at: string | null;
  times: Times;
  /** By each recipient's own clock. */
  clocks: Clocks | null;
}

/** From whom to whom, what, how many, when, why it may be, what is measured, and the one button. */
export function PassCard(props: {
  mailing: MailingView;
  check: ReadinessView;
  plan: Plan;
  onPlan: (plan: Plan) => void;
  onRequest: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { me } = useSession();
  const { mailing, check } = props;
  const { at, times, clocks } = props.plan;
  const [picking, setPicking] = useState(false);
  const timesText = useTimesText()(times);
  const { audience } = check;
  const blocking = countBlocking(check);
  const isCustomer = mailing.kind === "customer_7_3";
  const notes = check.findings.length - blocking.findings;
  // Whoever answers for another's plan takes it or leaves it.
  const asked = isAskedToDecide(mailing);
  const open = asked && !schedulesOnApproval(mailing.approval, me.now);
  const mayPick = !asked && !leavesItToOthers(mailing, check);
  const mode = t(`mode.${check.mode}`);
  const approval = check.approval.given
    ? t("approval.given")
    : mailing.approval.state === "requested"
      ? t("approval.requested")
      : t(`approval.${check.approval.needed}`);
  return (
    <>
      <BoardingPass
        from={{
          name: check.sender?.name ?? tShared("noSender"),
          ...(check.sender ? { text: check.sender.address } : {}),
        }}
        to={{
          name: mailing.coreList
            ? mailing.coreList.name
            : isCustomer
              ? tShared("customers")
              : mailing.lists.map((list) => list.name).join(", ") || tShared("noList"),
          ...(isCustomer ? { text: t("customerKind") } : {}),
          ...(mailing.coreList
            ? { text: `${tShared("coreList")} · ${mailing.coreList.source}` }
            : {}),
          ...(mailing.lists.length > 0
            ? {
                text: [
                  t("listKind", { count: mailing.lists.length }),
                  ...(mailing.segment ? [tShared("segment", { name: mailing.segment.name })] : []),
                ].join(" · "),
              }
            : {}),
        }}
        subject={mailing.subject || tShared("noSubject")}
        fields={[
          {
            id: "howMany",
            cap: t("caps.howMany"),
            value: format.number(audience.mailable),
            text: t("ofSelected", { total: audience.candidates }),
          },
          {
            id: "when",
            cap: t("caps.when"),
            value: open ? t("openTime") : at === null ? t("now") : format.moment(at),
            text: (
              <p>
                {open
                  ? t("openTimeText")
                  : at !== null
                    ? format.weekday(at)
                    : t(asked ? "nowApproved" : "nowText")}
                <br />
                {clocks !== null && (
                  <>
                    {t("clocks.summary")}
                    <br />
                  </>
                )}
                {timesText !== null && (
                  <>
                    {timesText}
                    <br />
                  </>
                )}
                {mayPick && (
                  <button type="button" className="k-textbutton" onClick={() => setPicking(true)}>
                    {t("pickTime")}
                  </button>
                )}
              </p>
            ),
          },
          {
            id: "basis",
            cap: t("caps.basis"),
            value: mailing.coreList ? t("basisCore") : isCustomer ? t("basisCustomer") : t("basis"),
            text: mailing.coreList
              ? t("basisCoreText")
              : isCustomer
                ? t("basisCustomerText", { count: audience.mailable })
                : t("basisText", { count: audience.mailable }),
          },
          {
            id: "measured",
            cap: t("caps.measured"),
            wide: true,
            text: (
              <Measured
                check={check}
                asks={mailing.purpose === "tracking_question"}
                chosen={mailing.behaviour !== null}
              />
            ),
          },
        ]}
        stub={{
          figure: format.number(audience.mailable),
          text: open
            ? t("stubOpen", { mode })
            : at === null
              ? t("stubNow", { mode })
              : t(clocks === null ? "stubAt" : "clocks.stub", {
                  when: inSentence(format.moment(at)),
                  mode,
                }),
          items: [
            [
              t("rows.gate"),
              blocking.problems === 0
                ? t("gatePassed")
                : t("gateOpen", { count: blocking.problems }),
            ],
            [
              t("rows.lint"),
              blocking.findings > 0
                ? t("lintBlocked", { count: blocking.findings })
                : notes > 0
                  ? t("lintNotes", { count: notes })
                  : t("lintClean"),
            ],
            [
              t("rows.test"),
              check.testSentAt === null
                ? t("testNone")
                : inSentence(format.moment(check.testSentAt)),
            ],
            [t("rows.approval"), approval],
          ],
          action: (
            <SendAction
              mailing={mailing}
              check={check}
              at={at}
              times={times}
              clocks={clocks}
              blocking={blocking.problems + blocking.findings}
              onRequest={props.onRequest}
            />
          ),
        }}
      />
      {picking && (
        <TimeDialog
          mailingId={mailing.id}
          value={at}
          // The browser's clock may be wrong; the server's was right when the page was loaded.
          earliest={me.now}
          times={times}
          clocks={clocks}
          onChange={(value, chosen, byClocks) => {
            props.onPlan({ at: value, times: chosen, clocks: byClocks });
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  );
}

function Measured({
  check,
  asks,
  chosen,
}: {
  check: ReadinessView;
  asks: boolean;
  chosen: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const { audience, level, levelReason } = check;
  const others = audience.mailable - audience.measurable;
  return (
    <div className={level === "none" ? "m-unmeasured" : undefined}>
      <SplitBar
        label={t("caps.measured")}
        parts={[
          { label: t("measuredPersonal"), value: audience.measurable },
          { label: t(`measuredOthers.${level}`), value: others },
        ]}
      />
      {(levelReason === "too_few" || levelReason === "too_few_unique") && others > 0 && (
        <p className="m-note">
          {levelReason === "too_few" ? t("tooFew", { k: check.kMin }) : t("tooFewUnique")}{" "}
          <RuleTag rule="TRK-08" />
        </p>
      )}
      {levelReason === "transport_keeps_content" && others > 0 && (
        <p className="m-note">
          {t("keepsContent")} <RuleTag rule="TRK-07" />
        </p>
      )}
      {asks && <p className="m-note">{t("questionUnmeasured")}</p>}
      {chosen && <p className="m-note">{t("chosenLevel")}</p>}
      {!asks && !chosen && level === "none" && levelReason === null && others > 0 && (
        <p className="m-note">
          {t("levelNone")} <Link to={places.counting}>{t("levelChange")}</Link>
        </p>
      )}
      <p className="m-note">{t("frozen")}</p>
    </div>
  );
}

/** How many things stand in the way: outside the content and in it. */
export function countBlocking(check: ReadinessView): { problems: number; findings: number } {
  return {
    problems: check.problems.filter((problem) => problem.severity === "block").length,
    findings: check.findings.filter((finding) => finding.severity === "block").length,
  };
}
