import type { ReactNode } from "react";
import type { Finding as ContentFinding } from "../../../../../contract/content.ts";
import { Card, FindingList, Link, useLocale, useTexts, type Finding } from "../../../ui/index.ts";
import { spotPath } from "../places.ts";
import { texts } from "./texts.ts";

/** Checks worth naming when they are passed, with the rules of the content check behind each. */
const PASSED = [
  { key: "imprint", rules: ["CNT-04"] },
  { key: "privacy", rules: ["CNT-05"] },
  { key: "unsubscribe", rules: ["CNT-06", "CNT-07"] },
  { key: "subject", rules: ["CNT-08", "CNT-01", "CNT-02"] },
  { key: "external", rules: ["CNT-11"] },
  { key: "personal", rules: ["CNT-12"] },
  { key: "objection", rules: ["LEG-08"], only: "customer_7_3" },
] as const;

const LEVELS = { block: "error", warn: "warning", info: "info" } as const;

/** The content check: what it found, and what it looked at and found in order. */
export function ContentCard(props: {
  mailingId: string;
  findings: readonly ContentFinding[];
  className?: string;
  kind: string;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const blocking = props.findings.filter((finding) => finding.severity === "block").length;
  const notes = props.findings.length - blocking;
  const found: Finding[] = props.findings.map((finding, index) => ({
    id: `${finding.rule}-${index}`,
    level: LEVELS[finding.severity],
    title: finding.message[locale],
    rule: finding.rule,
    text: (
      <Link className="k-nowrap" to={spotPath(props.mailingId, finding.part, finding.position)}>
        {t("toPlace")}
      </Link>
    ),
  }));
  const passed: Finding[] = PASSED.filter(
    ({ rules, ...check }) =>
      (!("only" in check) || check.only === props.kind) &&
      !props.findings.some((finding) => (rules as readonly string[]).includes(finding.rule)),
  ).map(({ key, rules }) => ({
    id: key,
    level: "ok",
    title: t(`passed.${key}`),
    rule: rules[0],
  }));
  const noteWords = t("lintNotes", { count: notes });
  const blockWords = blocking > 0 ? t("blocked", { count: blocking }) : t("nothingBlocked");
  return (
    <Card
      {...(props.className === undefined ? {} : { className: props.className })}
      title={t("lintTitle")}
      aside={
        props.findings.length === 0
          ? t("lintClean")
          : notes === 0
            ? blockWords
            : t("lintSummary", { notes: noteWords, blocked: blockWords })
      }
    >
      <FindingList findings={[...found, ...passed]} />
    </Card>
  );
}
