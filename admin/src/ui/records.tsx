import { IconCheck, IconMail } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useFormat, useTexts, type Moment } from "../i18n/index.ts";
import { Pill, type Tone } from "./marks.tsx";
import { Big } from "./figures.tsx";
import { uiTexts } from "./texts.ts";

/** A moment in the account's time zone and the operator's language. */
export function DateTime(props: {
  value: Moment;
  form?: "date" | "dateLong" | "time" | "dateTime" | "short" | "moment";
}): ReactNode {
  const format = useFormat();
  const { value, form = "dateTime" } = props;
  const words = form === "short" ? format.dateTimeShort(value) : format[form](value);
  return (
    <time
      dateTime={typeof value === "string" ? value : value.toISOString()}
      title={format.dateTime(value)}
    >
      {words}
    </time>
  );
}

/** Something that happened. */
export interface TimelineItem {
  id: string;
  at: Moment;
  /** ok: permission given · no: withdrawn, objected · go: sent · plain: the rest */
  tone?: "ok" | "no" | "go" | "danger" | "plain";
  title: ReactNode;
  text?: ReactNode;
}

/** What happened, newest first as given. */
export function Timeline({ items }: { items: TimelineItem[] }): ReactNode {
  return (
    <ol className="k-tl">
      {items.map((item) => (
        <li key={item.id} data-tone={item.tone}>
          <DateTime value={item.at} form="date" />
          <b>{item.title}</b>
          {item.text && <p>{item.text}</p>}
        </li>
      ))}
    </ol>
  );
}

/** One of the questions at the top of a contact: may we write, may we measure. Green only for yes. */
export interface Answer {
  id: string;
  question: string;
  yes: boolean;
  answer: string;
  text?: ReactNode;
}

/** Large answers side by side. */
export function Answers({ items }: { items: Answer[] }): ReactNode {
  return (
    <div className="k-answer">
      {items.map((item) => (
        <div key={item.id} data-yes={item.yes || undefined}>
          <p>{item.question}</p>
          <b>{item.answer}</b>
          {item.text && <p>{item.text}</p>}
        </div>
      ))}
    </div>
  );
}

/** A permission with its state and how it came about. */
export interface PermissionItem {
  id: string;
  title: ReactNode;
  tone: Tone;
  state: string;
  text?: ReactNode;
  /** Former states, oldest first, the present one last. */
  history?: { label: string; tone?: Tone }[];
  action?: ReactNode;
}

/** All permissions of a person. */
export function PermissionList({ items }: { items: PermissionItem[] }): ReactNode {
  return (
    <ul className="k-perm">
      {items.map((item) => (
        <li key={item.id}>
          <b>{item.title}</b>
          <Pill tone={item.tone}>{item.state}</Pill>
          {item.text && <p>{item.text}</p>}
          {item.history && (
            <div className="k-hist">
              {item.history.map((step, index) => (
                <span key={index} data-now={index === (item.history?.length ?? 0) - 1 || undefined}>
                  {index > 0 && <em aria-hidden="true">→</em>}
                  {index === 0 && item.history && item.history.length > 1 ? (
                    <Pill tone={step.tone ?? "unknown"}>{step.label}</Pill>
                  ) : (
                    step.label
                  )}
                </span>
              ))}
            </div>
          )}
          {item.action && <div style={{ gridColumn: "1 / -1" }}>{item.action}</div>}
        </li>
      ))}
    </ul>
  );
}

/** The wording somebody agreed to, with its place, hash and the state of the chain. */
export function ProofCard(props: {
  /** "Newsletter Privatkunden" */
  subject: string;
  wording: string;
  /** "Wortlaut 4 · Anmeldeformular Website" */
  source: ReactNode;
  /** Hex of the entry; shown shortened. */
  hash: string;
  chain: "ok" | "broken" | "unchecked";
  /** Link or button to the downloadable proof. */
  action?: ReactNode;
  lang?: string;
}): ReactNode {
  const t = useTexts(uiTexts);
  const format = useFormat();
  return (
    <div className="k-proof" lang={props.lang ?? format.locale}>
      <p className="k-cap">
        {t("proof")} · {props.subject}
      </p>
      <q>{props.wording}</q>
      <div className="k-proof-row">
        <span>{props.source}</span>
        <span className="k-mono" title={props.hash}>
          {shortHash(props.hash)}
        </span>
        {props.chain === "ok" && <Pill tone="go">{t("chainOk")}</Pill>}
        {props.chain === "broken" && <Pill tone="danger">{t("chainBroken")}</Pill>}
        {props.action && <b>{props.action}</b>}
      </div>
    </div>
  );
}

function shortHash(hash: string): string {
  if (hash.length < 16) return hash;
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}

/** One thing to do in an order. */
export interface Step {
  id: string;
  state: "done" | "current" | "open" | "blocked";
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}

/** Steps with their state; used for setting up, for the way from draft to sent. */
export function StepList({ steps }: { steps: Step[] }): ReactNode {
  const t = useTexts(uiTexts);
  const words = { done: t("done"), current: t("current"), open: t("open"), blocked: t("blocked") };
  return (
    <ol className="k-steps">
      {steps.map((step, index) => (
        <li
          key={step.id}
          data-state={step.state}
          aria-current={step.state === "current" ? "step" : undefined}
        >
          <span className="k-step-n">
            {step.state === "done" ? (
              <IconCheck size={18} stroke={2} aria-hidden="true" />
            ) : (
              index + 1
            )}
            <span className="k-hidden-visually">{words[step.state]}</span>
          </span>
          <b>{step.title}</b>
          <div>{step.action}</div>
          {step.text && <div className="k-step-body">{step.text}</div>}
        </li>
      ))}
    </ol>
  );
}

/** A field of the boarding pass. */
export interface PassField {
  id: string;
  cap: string;
  value?: ReactNode;
  text?: ReactNode;
  /** Takes the whole width (the bar "Was gemessen wird"). */
  wide?: boolean;
}

/** The last look before sending, like a boarding pass: left who and what, right the stub with the one button. */
export function BoardingPass(props: {
  from: { name: string; text?: string };
  to: { name: string; text?: string };
  subject: string;
  fields: PassField[];
  stub: {
    cap?: string;
    figure: ReactNode;
    text?: ReactNode;
    items: [ReactNode, ReactNode][];
    action: ReactNode;
    hint?: ReactNode;
  };
}): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <section className="k-pass">
      <div className="k-pass-main">
        <div className="k-pass-route">
          <div>
            <p className="k-cap">{t("from")}</p>
            <p className="k-pass-name">{props.from.name}</p>
            {props.from.text && <p className="k-small k-muted">{props.from.text}</p>}
          </div>
          <div className="k-pass-fly" aria-hidden="true">
            <IconMail size={18} stroke={1.6} />
          </div>
          <div className="k-pass-to">
            <p className="k-cap">{t("to")}</p>
            <p className="k-pass-name">{props.to.name}</p>
            {props.to.text && <p className="k-small k-muted">{props.to.text}</p>}
          </div>
        </div>
        <div className="k-pass-subject">
          <p className="k-cap">{t("subject")}</p>
          <p className="k-pass-name">{props.subject}</p>
        </div>
        <div className="k-pass-fields">
          {props.fields.map((field) => (
            <div key={field.id} data-wide={field.wide || undefined}>
              <p className="k-cap">{field.cap}</p>
              {field.value && <span className="k-pass-value">{field.value}</span>}
              {typeof field.text === "string" ? <p>{field.text}</p> : field.text}
            </div>
          ))}
        </div>
      </div>
      <div className="k-pass-stub">
        <p className="k-cap">{props.stub.cap ?? t("recipients")}</p>
        <Big value={props.stub.figure} size="xl" />
        {props.stub.text && <p className="k-muted">{props.stub.text}</p>}
        <dl className="k-kv" style={{ marginTop: 16 }}>
          {props.stub.items.map(([name, value], index) => (
            <PassPair key={index} name={name} value={value} />
          ))}
        </dl>
        <div className="k-pass-act">
          {props.stub.action}
          {props.stub.hint && <p className="k-pass-hint">{props.stub.hint}</p>}
        </div>
      </div>
    </section>
  );
}

function PassPair({ name, value }: { name: ReactNode; value: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
