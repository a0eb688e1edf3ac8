import type { ReactNode } from "react";
import type { ProofView } from "../../../../../contract/consent.ts";
import { Card, DateTime, Link, Timeline, useFormat, useTexts } from "../../../ui/index.ts";
import { proofPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { chainOf, type ChainStep } from "./evidence.ts";
import { toneOf } from "./kinds.ts";
import { texts } from "./texts.ts";

/** From the form to the confirmation and beyond: each act with its time, in the order it happened. */
export function ChainCard({ proof }: { proof: ProofView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const steps = chainOf([proof.entry, ...proof.related]);
  const clock = (at: string): string =>
    new Intl.DateTimeFormat(format.locale === "de" ? "de-DE" : "en-GB", {
      timeZone: format.timeZone,
      timeStyle: "medium",
    }).format(new Date(at));
  const title = ({ step }: ChainStep): ReactNode => {
    if (typeof step === "string") return t(`steps.${step}`);
    const kind = tShared(`kinds.${step.entry.kind}` as "kinds.erased");
    const words = t("steps.recorded", { kind });
    if (step.entry.id === proof.entry.id) return words;
    return <Link to={proofPath(step.entry.id)}>{words}</Link>;
  };
  const detail = ({ mail, at }: ChainStep): ReactNode => (
    <>
      <span className="k-tabular">{clock(at)}</span>
      {mail?.smtpReply && (
        <span className="pv-reply">
          {mail.server
            ? t("serverSaid", { server: mail.server, reply: mail.smtpReply })
            : t("replied", { reply: mail.smtpReply })}
        </span>
      )}
    </>
  );
  return (
    <Card title={t("chain")} aside={<DateTime value={proof.entry.at} form="dateLong" />}>
      <Timeline
        items={steps.map((step) => ({
          id: step.id,
          at: step.at,
          tone: toneOfStep(step),
          title: title(step),
          text: detail(step),
        }))}
      />
    </Card>
  );
}

function toneOfStep({ step }: ChainStep): "ok" | "no" | "go" | "plain" {
  if (step === "acceptedAt") return "go";
  if (typeof step === "string") return "plain";
  return toneOf(step.entry.kind);
}
