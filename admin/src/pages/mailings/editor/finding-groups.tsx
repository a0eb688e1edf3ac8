import { Button } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Finding, Severity } from "../../../../../contract/content.ts";
import { RuleTag, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const ICONS = { block: IconX, warn: IconAlertTriangle, info: IconInfoCircle };
const LEVELS = { block: "error", warn: "warning", info: "info" } as const;

/** The notes of the content check, what blocks first, each with its place and, where there is one, its repair. */
export function FindingGroups(props: {
  findings: readonly Finding[];
  onShow: (finding: Finding) => void;
  onFix?: (finding: Finding) => void;
}): ReactNode {
  const t = useTexts(texts);
  if (props.findings.length === 0) return <p className="k-muted">{t("lint.clean")}</p>;
  return (
    <div className="k-stack">
      {(["block", "warn", "info"] as const).map((severity) => (
        <Group key={severity} severity={severity} {...props} />
      ))}
    </div>
  );
}

function Group(props: {
  severity: Severity;
  findings: readonly Finding[];
  onShow: (finding: Finding) => void;
  onFix?: (finding: Finding) => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const list = props.findings.filter((finding) => finding.severity === props.severity);
  if (list.length === 0) return null;
  const GroupIcon = ICONS[props.severity];
  return (
    <section>
      <h3 className="m-group">
        {t(`lint.${props.severity}`)} <span className="k-muted">{list.length}</span>
      </h3>
      <ul className="k-findings">
        {list.map((finding, index) => (
          <li key={`${finding.rule}-${index}`} data-level={LEVELS[props.severity]}>
            <GroupIcon size={18} stroke={1.6} aria-hidden="true" />
            <span>{finding.message[locale]}</span>
            <RuleTag rule={finding.rule} />
            <p className="m-finding-ways">
              <button type="button" className="k-textbutton" onClick={() => props.onShow(finding)}>
                {t("lint.jump")}
                {finding.position && finding.part === "html" && (
                  <span className="k-muted">
                    {" "}
                    ({t("lint.line", { line: finding.position.line })})
                  </span>
                )}
              </button>
              {finding.moreUrl && (
                <a href={finding.moreUrl} target="_blank" rel="noreferrer">
                  {t("lint.more")}
                </a>
              )}
              {finding.fix && props.onFix && (
                <Button size="xs" onClick={() => props.onFix?.(finding)}>
                  {finding.fix.label[locale]}
                </Button>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
