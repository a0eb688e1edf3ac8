import type { ReactNode } from "react";
import type { ContactOverview } from "../../../../contract/directory.ts";
import { useCan } from "../../api/index.ts";
import { Link, Notice, Pill, RuleTag, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./contact-texts.ts";

/** Several people on one address: who they are, what they share, and what one of them decides for all. */
export function SharedAddress({ data }: { data: ContactOverview }): ReactNode {
  const t = useTexts(texts);
  const write = useCan()("contacts.write");
  const format = useFormat();
  const { sharedWith, contact } = data;
  if (sharedWith.length === 0) return null;
  return (
    <Notice title={t("shared", { count: sharedWith.length })}>
      <p>
        {t("sharedText", { email: contact.email })} {t("sharedMeaning")} <RuleTag rule="TRK-24" />
      </p>
      <ul className="c-shared">
        {sharedWith.map((other) => (
          <li key={other.id}>
            <Link to={`/contacts/${other.id}`}>{other.name}</Link>
            <span className="k-muted">
              {[other.company, t("sharedSince", { when: format.date(other.since) })]
                .filter(Boolean)
                .join(" · ")}
            </span>
            <Pill tone={other.permits ? "ok" : "unknown"}>
              {other.permits ? t("sharedPermits") : t("sharedSilent")}
            </Pill>
            {write && (
              <Link to={`/contacts/dubletten/${contact.id}/${other.id}`}>{t("sharedMerge")}</Link>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
