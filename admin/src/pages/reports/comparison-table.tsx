import { ActionIcon, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type {
  ComparedMailing,
  ComparedRateName,
  Comparison,
} from "../../../../contract/account-report.ts";
import type { AccountFigure } from "../../../../contract/account-figures.ts";
import type { FigureView } from "../../../../contract/reports.ts";
import { Hidden, Link, Pill, SimpleTable, useFormat, useTexts, Why } from "../../ui/index.ts";
import { texts } from "./comparison-texts.ts";
import { useFigures } from "./words.ts";

/** Rates with so many decimals that a small one is not zero. */
const FINE: ReadonlySet<ComparedRateName> = new Set(["bounced", "unsubscribed", "complained"]);

/** A line a figure, a column a mailing. */
export function ComparisonTable(props: {
  data: Comparison;
  onRemove: (id: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  const { mailings, k } = props.data;
  const rate = (name: ComparedRateName) => (
    <Line key={name} figure={name} data={props.data}>
      {(each) => <RateCell mailing={each} name={name} k={k} all={mailings} />}
    </Line>
  );
  const hasUnique = mailings.some((each) => each.level === "unique");
  return (
    <div className="rp-compare">
      <SimpleTable wide label={t("table")} head={<Head {...props} />}>
        <Section name={t("sections.sending")} columns={mailings.length} />
        <Line figure="accepted" data={props.data}>
          {(each) => <Accepted mailing={each} />}
        </Line>
        <Line figure="notSent" data={props.data}>
          {(each) => <NotSent mailing={each} />}
        </Line>
        {rate("bounced")}
        {rate("unsubscribed")}
        {rate("complained")}
        <Section name={t("sections.agreed")} columns={mailings.length} />
        {rate("measured")}
        {rate("opened")}
        {rate("clicked")}
        <Section name={t("sections.everybody")} columns={mailings.length} />
        {hasUnique && rate("uniqueOpened")}
        <Line figure="grossOpens" data={props.data}>
          {(each) => <Gross mailing={each} kind="opens" />}
        </Line>
        <Line figure="grossClicks" data={props.data}>
          {(each) => <Gross mailing={each} kind="clicks" />}
        </Line>
      </SimpleTable>
    </div>
  );
}

function Head(props: { data: Comparison; onRemove: (id: string) => void }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { mailings, against } = props.data;
  return (
    <tr>
      <th scope="col">{t("figure")}</th>
      {mailings.map((each) => (
        <th scope="col" key={each.id}>
          <div className="rp-head">
            <Link to={`/mailings/${each.id}/report`}>{each.name}</Link>
            {mailings.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t("remove", { name: each.name })}
                onClick={() => props.onRemove(each.id)}
              >
                <IconX size={14} stroke={1.8} aria-hidden="true" />
              </ActionIcon>
            )}
          </div>
          <span className="k-sub">
            {each.startedAt ? format.date(each.startedAt) : t("draft")}
            {each.lists.length > 0 && ` · ${each.lists.join(", ")}`}
          </span>
          <span className="rp-marks">
            {each.level && <Pill tone="plain">{t(`levels.${each.level}`)}</Pill>}
            {each.id === against && mailings.length > 1 && <Pill tone="go">{t("reference")}</Pill>}
          </span>
        </th>
      ))}
    </tr>
  );
}

function Section({ name, columns }: { name: string; columns: number }): ReactNode {
  return (
    <tr className="rp-section">
      <th scope="colgroup" colSpan={columns + 1}>
        {name}
      </th>
    </tr>
  );
}

function Line(props: {
  figure: AccountFigure;
  data: Comparison;
  children: (mailing: ComparedMailing) => ReactNode;
}): ReactNode {
  const { name, formula } = useFigures();
  return (
    <tr>
      <th scope="row">
        <Why formula={formula(props.figure, name(props.figure))}>{name(props.figure)}</Why>
      </th>
      {props.data.mailings.map((each) => (
        <td key={each.id}>{props.children(each)}</td>
      ))}
    </tr>
  );
}

function Accepted({ mailing }: { mailing: ComparedMailing }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  return (
    <>
      <b>{format.number(mailing.accepted)}</b>
      <span className="k-sub">{t("notSentOf", { count: mailing.selected })}</span>
    </>
  );
}

function NotSent({ mailing }: { mailing: ComparedMailing }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { total, excluded, rejected, uncertain, cancelled, open } = mailing.notSent;
  return (
    <Why tip={t("notSentParts", { excluded, rejected, other: uncertain + cancelled + open })}>
      {format.number(total)}
    </Why>
  );
}

function RateCell(props: {
  mailing: ComparedMailing;
  name: ComparedRateName;
  k: number;
  all: readonly ComparedMailing[];
}): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { mailing, name } = props;
  const rate = mailing.rates[name];
  if (!rate) {
    const isHidden = mailing.personalHidden && ["measured", "opened", "clicked"].includes(name);
    return isHidden ? (
      <Why tip={t("hiddenWhy", { k: props.k })}>{t("hidden")}</Why>
    ) : (
      <span className="k-muted">–</span>
    );
  }
  const digits = FINE.has(name) ? 2 : 1;
  const most = Math.max(0.0001, ...props.all.map((each) => each.rates[name]?.share ?? 0));
  return (
    <>
      <div className="rp-rate">
        <b>{format.percent(rate.share, digits)}</b>
        {rate.difference && (
          <Tooltip label={t(`${rate.difference}Long`)} w={240}>
            <span className="rp-mark" data-mark={rate.difference} tabIndex={0} role="note">
              {t(rate.difference)}
            </span>
          </Tooltip>
        )}
      </div>
      <div className="rp-bar" aria-hidden="true">
        <i style={{ width: `${(rate.share / most) * 100}%` }} />
      </div>
      <span className="k-sub">{t("ofBase", { count: rate.count, base: rate.base })}</span>
    </>
  );
}

/** How often, over those counted anonymously: a number without a rate, or hidden. */
function Gross(props: { mailing: ComparedMailing; kind: "opens" | "clicks" }): ReactNode {
  const t = useTexts(texts);
  const { anonymous, level } = props.mailing;
  const isCounted = anonymous && !(level === "clicks_only" && props.kind === "opens");
  if (!isCounted)
    return (
      <Why tip={t("notCountedWhy")}>
        <span className="k-muted">{t("notCounted")}</span>
      </Why>
    );
  return <Figure figure={anonymous[props.kind]} />;
}

function Figure({ figure }: { figure: FigureView }): ReactNode {
  const format = useFormat();
  if (figure.value !== null) return <b>{format.number(figure.value)}</b>;
  return <Hidden {...(figure.below === null ? {} : { under: figure.below })} />;
}
