import type { ChecklistView } from "../../../../contract/compliance.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import type { PageRoute } from "../../ui/index.ts";

const BADGE_STALE_MS = 300_000;

/** Failed checks, as the number beside the navigation's entry. */
function useFailedChecks(): number | undefined {
  const can = useCan();
  const { data } = useApiQuery<ChecklistView>(
    can("checks.read") ? "/checks" : undefined,
    undefined,
    {
      staleTime: BADGE_STALE_MS,
    },
  );
  return data?.failed;
}

export const routes: PageRoute[] = [
  {
    path: "/datenschutz",
    title: { de: "Datenschutz", en: "Data protection" },
    permission: "checks.read",
    nav: "privacy",
    useBadge: useFailedChecks,
    keywords: "DSGVO GDPR DSB Datenschutzbeauftragte privacy cockpit DPO",
    load: () => import("./overview/overview-page.tsx"),
  },
  {
    path: "/datenschutz/anliegen",
    title: { de: "Anliegen", en: "Requests" },
    permission: "privacy.manage",
    keywords:
      "Betroffenenrechte Auskunft Löschung Berichtigung Frist DSAR data subject request access erasure deadline",
    load: () => import("./requests/requests-page.tsx"),
  },
  {
    path: "/datenschutz/anliegen/mitteilungen",
    title: { de: "Mitteilungen nach Art. 19", en: "Notices under Article 19" },
    permission: "privacy.manage",
    keywords: "Empfänger informieren recipients notify",
    load: () => import("./requests/notices-page.tsx"),
  },
  {
    path: "/datenschutz/anliegen/informationspflicht",
    title: { de: "Informationspflicht nach Art. 14", en: "Duty to inform under Article 14" },
    permission: "privacy.manage",
    keywords: "Herkunft Dritte informieren Import origin third party inform",
    load: () => import("./requests/information-page.tsx"),
  },
  {
    path: "/datenschutz/anliegen/$id",
    title: { de: "Anliegen", en: "Request" },
    permission: "privacy.manage",
    load: () => import("./requests/request-page.tsx"),
  },
  {
    path: "/datenschutz/einwilligungstexte",
    title: { de: "Einwilligungstexte", en: "Consent wordings" },
    permission: "wordings.read",
    keywords: "Wortlaut Fassung Freigabe wording version approval",
    load: () => import("./wordings/wordings-page.tsx"),
  },
  {
    path: "/datenschutz/einwilligungstexte/neu",
    title: { de: "Neuer Einwilligungstext", en: "New consent wording" },
    permission: "wordings.write",
    unlisted: true,
    load: () => import("./wordings/new-wording-page.tsx"),
  },
  {
    path: "/datenschutz/einwilligungstexte/$id",
    title: { de: "Einwilligungstext", en: "Consent wording" },
    permission: "wordings.read",
    load: () => import("./wordings/wording-page.tsx"),
  },
  {
    path: "/datenschutz/einwilligungstexte/$id/neu",
    title: { de: "Neue Fassung", en: "New version" },
    permission: "wordings.write",
    load: () => import("./wordings/new-version-page.tsx"),
  },
  {
    path: "/datenschutz/nachweise",
    title: { de: "Einwilligungsnachweise", en: "Proofs of consent" },
    permission: "consents.read",
    keywords: "Nachweisbuch Ledger Beleg Double-Opt-in evidence",
    load: () => import("./proofs/proofs-page.tsx"),
  },
  {
    path: "/datenschutz/nachweise/$id",
    title: { de: "Einwilligungsnachweis", en: "Proof of consent" },
    permission: "consents.read",
    load: () => import("./proofs/proof-page.tsx"),
  },
  {
    path: "/datenschutz/aufbewahrung",
    title: { de: "Aufbewahrung", en: "Retention" },
    permission: "checks.read",
    keywords:
      "Löschfristen Löschkonzept Löschprotokoll Löschsperre Probelauf retention deletion hold legal",
    load: () => import("./retention/retention-page.tsx"),
  },
  {
    path: "/datenschutz/unterlagen",
    title: { de: "Unterlagen", en: "Documents" },
    permission: "documents.read",
    keywords:
      "Verarbeitungsverzeichnis VVT AVV Auftragsverarbeitung TOM Maßnahmen DSFA Dossier Datenschutzerklärung records of processing contract measures DPIA dossier",
    load: () => import("./documents/documents-page.tsx"),
  },
  {
    path: "/datenschutz/unterlagen/$kind",
    title: { de: "Dokument", en: "Document" },
    permission: "documents.read",
    load: () => import("./documents/document-page.tsx"),
  },
  {
    path: "/datenschutz/einschaetzungen",
    title: { de: "Eigene Einschätzungen", en: "The house's own assessments" },
    permission: "assessments.read",
    keywords: "Abwägung Argumente Wiedervorlage Kopplung Blacklist assessment weighing review",
    load: () => import("./documents/assessments-page.tsx"),
  },
  {
    path: "/datenschutz/auffaelligkeiten",
    title: { de: "Auffälligkeiten", en: "Unusual events" },
    permission: "audit.read",
    keywords:
      "Alarm Anomalie Missbrauch Anmeldung Export zweite Person Vier-Augen alerts anomaly sign-in second person",
    load: () => import("./alerts/alerts-page.tsx"),
  },
  {
    path: "/datenschutz/vorfaelle",
    title: { de: "Vorfälle", en: "Incidents" },
    permission: "privacy.manage",
    keywords:
      "Datenpanne Meldung Aufsichtsbehörde 72 Stunden Art. 33 Beinahe-Vorfall breach near miss authority",
    load: () => import("./incidents/incidents-page.tsx"),
  },
  {
    path: "/datenschutz/vorfaelle/$id",
    title: { de: "Vorfall", en: "Incident" },
    permission: "privacy.manage",
    load: () => import("./incidents/incident-page.tsx"),
  },
  {
    path: "/datenschutz/orte",
    title: { de: "Orte der Daten", en: "Places of data" },
    permission: "checks.read",
    keywords:
      "EU Drittland Übermittlung Unterauftragnehmer Auftragsverarbeiter Standardvertragsklauseln transfer sub-processor third country region",
    load: () => import("./places/places-page.tsx"),
  },
  {
    path: "/datenschutz/werkzeuge",
    title: { de: "Verbundene Werkzeuge", en: "Connected tools" },
    permission: "checks.read",
    keywords: "Inventar API-Schlüssel Webhook Schnittstellen Plug-in inventory integrations",
    load: () => import("./places/tools-page.tsx"),
  },
  {
    path: "/datenschutz/schulung",
    title: { de: "Schulung", en: "Training" },
    keywords: "Kurs Bescheinigung Sensibilisierung Tracking course certificate awareness",
    load: () => import("./training/training-page.tsx"),
  },
  {
    path: "/datenschutz/protokoll",
    title: { de: "Protokoll", en: "Audit log" },
    permission: "audit.read",
    keywords: "Audit wer hat wen angesehen Änderungen who looked",
    load: () => import("./audit/audit-page.tsx"),
  },
  {
    path: "/datenschutz/checkliste",
    title: { de: "Checkliste", en: "Checklist" },
    permission: "checks.read",
    keywords: "Prüfungen Echtbetrieb CHK checks go live",
    load: () => import("./checklist/checklist-page.tsx"),
  },
  {
    path: "/datenschutz/messung",
    title: { de: "Zählen & Messen", en: "Counting & measuring" },
    permission: "account.read",
    keywords: "Tracking Zählpixel Profiling anonym pixel anonymous",
    load: () => import("./counting/counting-page.tsx"),
  },
];
