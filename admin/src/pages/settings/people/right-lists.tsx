import { IconCheck, IconEye, IconMinus, IconUserCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { permissions, type Permission } from "../../../../../contract/operators.ts";
import { areaWords, rightAreas, rightWords } from "../../../../../contract/role-words.ts";
import { Card, Grid, useLocale, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/**
 * A set of rights in sentences: what it shows, what it does, and what it keeps from whoever has it. Data of people are
 * marked, because that is what everybody asks first.
 */
export function RightLists(props: {
  held: readonly Permission[];
  /** Sees only the contacts the person is responsible for. */
  assignedOnly: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const held = new Set<Permission>(props.held);
  const missing = permissions.filter((right) => !held.has(right));
  return (
    <Grid>
      <Card className="c6" title={t("rights.sees")}>
        <Sentences
          rights={permissions.filter((right) => held.has(right) && rightWords[right].sees)}
          kind="sees"
          {...(props.assignedOnly && { note: t("rights.assigned") })}
        />
      </Card>
      <Card className="c6" title={t("rights.does")}>
        <Sentences
          rights={permissions.filter((right) => held.has(right) && !rightWords[right].sees)}
          kind="does"
        />
      </Card>
      <Card title={t("rights.not")}>
        <Sentences rights={missing} kind="not" />
      </Card>
    </Grid>
  );
}

const ICONS = { sees: IconEye, does: IconCheck, not: IconMinus };

function Sentences(props: {
  rights: readonly Permission[];
  kind: keyof typeof ICONS;
  note?: string;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const Icon = ICONS[props.kind];
  if (props.rights.length === 0) return <p className="k-muted">{t("rights.nothing")}</p>;
  return (
    <div className="ppl-rights" data-kind={props.kind}>
      {props.note && (
        <p className="ppl-note">
          <IconUserCheck size={18} stroke={1.6} aria-hidden="true" />
          <span>{props.note}</span>
        </p>
      )}
      {rightAreas.map((area) => {
        const here = props.rights.filter((right) => rightWords[right].area === area);
        if (here.length === 0) return null;
        return (
          <section key={area}>
            <h3>{areaWords[area][locale]}</h3>
            <ul>
              {here.map((right) => (
                <li key={right}>
                  <Icon size={16} stroke={1.8} aria-hidden="true" />
                  <span>
                    {rightWords[right][locale]}
                    {props.kind !== "not" && rightWords[right].personal && (
                      <span className="ppl-personal"> · {t("rights.personal")}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
