/** Addresses of the cockpit, and pages of other folders it leads to. */
export const places = {
  overview: "/datenschutz",
  requests: "/datenschutz/anliegen",
  notices: "/datenschutz/anliegen/mitteilungen",
  information: "/datenschutz/anliegen/informationspflicht",
  checklist: "/datenschutz/checkliste",
  wordings: "/datenschutz/einwilligungstexte",
  newWording: "/datenschutz/einwilligungstexte/neu",
  proofs: "/datenschutz/nachweise",
  retention: "/datenschutz/aufbewahrung",
  documents: "/datenschutz/unterlagen",
  assessments: "/datenschutz/einschaetzungen",
  alerts: "/datenschutz/auffaelligkeiten",
  incidents: "/datenschutz/vorfaelle",
  places: "/datenschutz/orte",
  tools: "/datenschutz/werkzeuge",
  training: "/datenschutz/schulung",
  audit: "/datenschutz/protokoll",
  counting: "/datenschutz/messung",
  guide: "/hilfe/mit-einwilligung-auswerten",
  opens: "/hilfe/oeffnungen",
  senders: "/einstellungen/absender",
  operators: "/einstellungen/personen",
  lists: "/lists",
  contacts: "/contacts",
  mailings: "/mailings",
} as const;

export const documentPath = (kind: string): string => `${places.documents}/${kind}`;
export const wordingPath = (id: string): string => `${places.wordings}/${id}`;
export const newVersionPath = (id: string): string => `${places.wordings}/${id}/neu`;
export const requestPath = (id: string): string => `${places.requests}/${id}`;
export const incidentPath = (id: string): string => `${places.incidents}/${id}`;
export const proofPath = (id: string): string => `${places.proofs}/${id}`;
/** A section of the account's settings. */
export const settingsPath = (section: "imprint" | "privacy" | "processing" | "counting"): string =>
  `/einstellungen/mandant/${section}`;
