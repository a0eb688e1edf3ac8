import type {
  ConsentChannel,
  IntakeConsentInput,
  IntakeDeclarationInput,
} from "../../../../contract/intake.ts";

/** What both forms start with. */
export interface Person {
  email: string;
  firstName: string;
  lastName: string;
}

/** What is typed for a consent. Empty texts and times are not sent. */
export interface ConsentDraft {
  channel: ConsentChannel;
  lists: string[];
  locale: "de" | "en";
  wordingId: string | null;
  tracking: boolean;
  agent: string;
  script: string;
  readOut: boolean;
  tabletLog: string;
  message: string;
  senderNumber: string;
  providerId: string;
  declaredAt: string | null;
  note: string;
  signed: boolean;
}

/** Nothing is preset that a person has to declare (CON-02, CON-08). */
export const emptyConsent = (agent: string, locale: "de" | "en"): ConsentDraft => ({
  channel: "phone",
  lists: [],
  locale,
  wordingId: null,
  tracking: false,
  agent,
  script: "",
  readOut: false,
  tabletLog: "",
  message: "",
  senderNumber: "",
  providerId: "",
  declaredAt: null,
  note: "",
  signed: false,
});

/** In a conversation the declaration is made now; a letter or message carries its own date. */
export const isSpoken = (channel: ConsentChannel): boolean =>
  channel === "phone" || channel === "in_person";

const given = <T extends Record<string, string | null | undefined>>(texts: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(texts).filter(([, value]) => value !== null && value?.trim() !== ""),
  ) as Partial<T>;

/** The request of a consent: only what its channel asks for. */
export function consentInput(
  person: Person,
  draft: ConsentDraft,
  context: {
    wordingId: string | undefined;
    trackingWordingId: string | undefined;
    attachments: string[];
    now: string;
    saveIncomplete: boolean;
  },
): IntakeConsentInput {
  const { channel } = draft;
  const byChannel: Record<ConsentChannel, Partial<IntakeConsentInput>> = {
    phone: { ...given({ agent: draft.agent, script: draft.script }), readOut: draft.readOut },
    letter: { signed: draft.signed },
    in_person: {
      ...given({ agent: draft.agent, tabletLog: draft.tabletLog }),
      signed: draft.signed,
    },
    sms: given({
      message: draft.message,
      senderNumber: draft.senderNumber,
      providerId: draft.providerId,
    }),
  };
  const declaredAt = draft.declaredAt ?? (isSpoken(channel) ? context.now : null);
  return {
    email: person.email.trim(),
    ...given({ firstName: person.firstName, lastName: person.lastName, note: draft.note }),
    locale: draft.locale,
    channel,
    lists: draft.lists,
    ...given({ wordingId: context.wordingId, declaredAt }),
    tracking: draft.tracking,
    ...(draft.tracking ? given({ trackingWordingId: context.trackingWordingId }) : {}),
    ...byChannel[channel],
    attachments: context.attachments,
    saveIncomplete: context.saveIncomplete,
  } as IntakeConsentInput;
}

export interface DeclarationDraft {
  scope: IntakeDeclarationInput["scope"] | undefined;
  listId: string | null;
  channel: IntakeDeclarationInput["channel"];
  receivedAt: string | null;
  note: string;
}

/** The request of a withdrawal or an objection. */
export function declarationInput(
  person: Person,
  draft: DeclarationDraft,
  attachments: string[],
): IntakeDeclarationInput {
  const name = [person.firstName, person.lastName]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(" ");
  return {
    email: person.email.trim(),
    scope: draft.scope ?? "newsletters",
    channel: draft.channel,
    ...given({
      name,
      note: draft.note,
      receivedAt: draft.receivedAt,
      listId: draft.scope === "list" ? draft.listId : null,
    }),
    attachments,
  } as IntakeDeclarationInput;
}

/** The beginning of a proof's number, in groups, so that it can be told on the phone: "AB12-CD34". */
export function spokenNumber(receipt: string): string {
  const digits = receipt
    .replace(/^[a-z]+_/, "")
    .slice(0, 8)
    .toUpperCase();
  return `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
