import { Button } from "@mantine/core";
import { IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useRef, type ReactNode } from "react";
import { Card, CopyButton, useTexts } from "../../ui/index.ts";
import { spokenNumber } from "./draft.ts";
import { texts } from "./texts.ts";

/** What came of it: one sentence to read out, the number of the proof, and on to the next. */
export function SpokenResult(props: {
  title: string;
  text: string;
  /** A sentence for the person on the line. */
  spoken?: string | undefined;
  receipt?: string | undefined;
  /** False where nothing counts yet. */
  good: boolean;
  children?: ReactNode;
  onNext: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const Icon = props.good ? IconCircleCheck : IconInfoCircle;
  return (
    <Card className="in-result">
      <div role="status" className="k-stack-lg">
        <header data-good={props.good || undefined}>
          <Icon size={28} stroke={1.6} aria-hidden="true" />
          <div>
            <h2>{props.title}</h2>
            <p>{props.text}</p>
          </div>
        </header>
        {props.spoken && (
          <figure className="in-spoken">
            <figcaption className="k-cap">{t("readAloud")}</figcaption>
            <blockquote>{props.spoken}</blockquote>
          </figure>
        )}
        {props.children}
        {props.receipt && (
          <div className="in-number">
            <span className="k-cap">{t("number")}</span>
            <b className="in-short">{spokenNumber(props.receipt)}</b>
            <span className="k-mono k-small in-break">{props.receipt}</span>
            <CopyButton value={props.receipt}>{t("copy")}</CopyButton>
          </div>
        )}
      </div>
      <div className="k-row in-foot">
        <Button ref={next} variant="filled" onClick={props.onNext}>
          {t("next")}
        </Button>
      </div>
    </Card>
  );
}
