import { IconCertificate } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useCan } from "../../api/index.ts";
import { Page, PageTabs, useTexts } from "../../ui/index.ts";
import { places } from "./places.ts";
import "./privacy.css";
import { texts } from "./texts.ts";

export type Section =
  | "overview"
  | "requests"
  | "checklist"
  | "wordings"
  | "proofs"
  | "retention"
  | "documents"
  | "incidents"
  | "alerts"
  | "audit"
  | "counting"
  | "places"
  | "training";

const SECTIONS = [
  ["overview", "checks.read"],
  ["requests", "privacy.manage"],
  ["checklist", "checks.read"],
  ["wordings", "wordings.read"],
  ["proofs", "consents.read"],
  ["retention", "checks.read"],
  ["documents", "documents.read"],
  ["incidents", "privacy.manage"],
  ["alerts", "audit.read"],
  ["places", "checks.read"],
  ["audit", "audit.read"],
  ["counting", "account.read"],
  // Everybody takes the course, whatever they may do otherwise.
  ["training", null],
] as const;

/** The frame of the cockpit's main pages: one heading, one row of sections, only what this operator may see. */
export function Cockpit(props: {
  section: Section;
  actions?: ReactNode;
  children: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  return (
    <Page
      title={t("title")}
      windowTitle={t(`tabs.${props.section}`)}
      {...(props.actions ? { actions: props.actions } : {})}
    >
      <PageTabs
        label={t("sections")}
        wrap
        tabs={SECTIONS.filter(([, permission]) => permission === null || can(permission)).map(
          ([section]) => ({
            to: places[section],
            label: t(`tabs.${section}`),
            current: section === props.section,
          }),
        )}
      />
      {props.children}
    </Page>
  );
}

/** For the question a data protection officer asks on every page: how is this proven? */
export function Proven({ children }: { children: ReactNode }): ReactNode {
  const t = useTexts(texts);
  return (
    <aside className="pv-proven" aria-label={t("proven")}>
      <IconCertificate size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <b>{t("proven")}</b>
        {typeof children === "string" ? <p>{children}</p> : children}
      </div>
    </aside>
  );
}
