import { GLOSSARY_PATH } from "../../../../contract/term-path.ts";

/** Addresses of the help, and pages of other folders it leads to. */
export const places = {
  help: "/hilfe",
  guide: "/hilfe/mit-einwilligung-auswerten",
  opens: "/hilfe/oeffnungen",
  glossary: GLOSSARY_PATH,
  method: "/datenschutz/messung",
  goals: "/einstellungen/ziele",
  counting: "/einstellungen/mandant/counting",
  wordings: "/datenschutz/einwilligungstexte",
  newWording: "/datenschutz/einwilligungstexte/neu",
  lists: "/lists",
  permissionReport: "/datenschutz#erlaubnis",
  mailings: "/mailings",
} as const;

export const wordingPath = (id: string): string => `${places.wordings}/${id}`;
export const formPath = (id: string): string => `/lists/forms/${id}`;
export const mailingPath = (id: string): string => `/mailings/${id}`;
export const reportPath = (id: string): string => `/mailings/${id}/report`;
