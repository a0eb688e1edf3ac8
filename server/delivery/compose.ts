import type { CorePerson } from "../records/index.ts";
import {
  bindVariant,
  compileMessage,
  contentFor,
  fillMessageFields,
  mergeValues,
  messagePieces,
  personalise,
  withoutConditionalMeasuring,
  type CompiledContent,
  type CompiledMessage,
  type MergeContact,
  type MergeValues,
  type MessageBuffer,
  type MessageBytes,
  type MessagePart,
  type MessageTemplate,
  type Piece,
  type SystemLink,
  type TemplateEngine,
} from "../content/index.ts";
import type { LinkTokens, UnsubscribeMailto } from "../lists/index.ts";
import {
  HONEYPOT_LINK,
  PIXEL_LINK,
  TRACKING_TOKEN_LENGTH,
  type MeasuringLevel,
  type TrackingTokens,
} from "../tracking/index.ts";
import { signMessage, type DkimKey } from "./dkim.ts";

/** Everything that is the same for all mails of a run. */
export interface RunContent {
  accountId: number;
  mailingId: number;
  content: CompiledContent;
  /** How links and pixel are made for people without permission. */
  level: MeasuringLevel;
  from: { name: string; address: string };
  replyTo: string;
  /** Domain of Message-ID, List-ID and signatures. */
  domain: string;
  listId: { id: string; name: string } | undefined;
  /** Feedback-ID and the like (SND-06). */
  headers: Pick<MessageTemplate, "feedbackId" | "headers">;
  dkim: readonly DkimKey[];
  pagesUrl: string;
  trackUrl: string;
}

/** One recipient, decided by the gate on fresh facts. */
export interface ComposeRecipient {
  deliveryId: number;
  /** Random part of the delivery's public id: the left side of the Message-ID, the same at every attempt. */
  messageKey: string;
  email: string;
  contactId: number;
  listId: number;
  addressHash: Buffer;
  /** Of a campaign: the person of the core system it is about (UNS-12). */
  person?: CorePerson;
  name: string;
  contact: MergeContact;
  measure: "personal" | "anonymous";
}

export interface ComposedMail {
  bytes: MessageBytes;
  messageId: string;
  needsSmtpUtf8: boolean;
}

interface Variant {
  message: CompiledMessage;
  parts: MessagePart[];
  /** Links that carry a token of this mail's own, the pixel included. */
  own: OwnTokens | undefined;
}

interface OwnTokens {
  /** Tokens that name the delivery, or numbers drawn for this mail alone (level `unique`). */
  kind: "personal" | "unique";
  links: readonly number[];
  /** Where each token stands in the message. */
  places: readonly number[];
}

export interface ComposeDeps {
  tracking: TrackingTokens;
  links: LinkTokens;
  /** Only where the installation receives mail (UNS-19). */
  unsubscribeMailto?: UnsubscribeMailto;
}

export interface Composer {
  /** Prepares recipients of a chunk; conditions in the content are decided here, in the engine's worker. */
  prepare(recipients: readonly ComposeRecipient[]): Promise<(PreparedMail | { failed: string })[]>;
}

export interface PreparedMail {
  recipient: ComposeRecipient;
  /** Renders into the buffer and signs. The bytes are valid until the buffer is used again. */
  compose(buffer: MessageBuffer, now: Date): Promise<ComposedMail>;
}

/** Prepares the mails of a run. Where the content exists in two languages each recipient gets the one of their own. */
export function createComposer(
  run: RunContent,
  deps: ComposeDeps & { engine: TemplateEngine },
): Composer {
  const { content } = run;
  const main = composerOf(run, deps);
  if (!content.translation) return main;
  const other = composerOf({ ...run, content: content.translation }, deps);
  return {
    async prepare(recipients) {
      const takes = (recipient: ComposeRecipient) =>
        contentFor(content, recipient.contact.locale) !== content;
      const [mains, others] = await Promise.all([
        main.prepare(recipients.filter((recipient) => !takes(recipient))),
        other.prepare(recipients.filter(takes)),
      ]);
      let nextMain = 0;
      let nextOther = 0;
      return recipients.map((recipient) =>
        takes(recipient) ? others[nextOther++]! : mains[nextMain++]!,
      );
    },
  };
}

/** Compiles a run's two variants once. Recipients then cost a string concatenation, a few tokens and the signature. */
function composerOf(run: RunContent, deps: ComposeDeps & { engine: TemplateEngine }): Composer {
  const shared = sharedUrls(run, deps.tracking);
  const notPersonal = new Set(
    run.content.links.filter((link) => link.notPersonal).map((link) => link.no),
  );
  const personalLinks = run.content.links
    .map((link) => link.no)
    .filter((no) => !notPersonal.has(no));
  // Behind the last link, so that the list of tokens has no gap of a thousand places.
  const honeypotPlace = 1 + Math.max(0, ...run.content.links.map((link) => link.no));
  const ownPlaces = [
    { place: PIXEL_LINK, link: PIXEL_LINK },
    ...personalLinks.map((link) => ({ place: link, link })),
    // TRK-13: only where clicks are measured per person is there anything to tell apart.
    ...(personalLinks.length === 0 ? [] : [{ place: honeypotPlace, link: HONEYPOT_LINK }]),
  ];
  const personal: OwnTokens = {
    kind: "personal",
    links: ownPlaces.map(({ link }) => link),
    places: ownPlaces.map(({ place }) => place),
  };
  // Numbers of one mail have nothing to do with each other, so nothing could be told from a honeypot here.
  const numbered = [PIXEL_LINK, ...personalLinks];
  const unique: OwnTokens = { kind: "unique", links: numbered, places: numbered };
  const ownTokens = (measure: "personal" | "anonymous"): OwnTokens | undefined =>
    measure === "personal" ? personal : run.level === "unique" ? unique : undefined;
  const bind = (pieces: readonly Piece[], measure: "personal" | "anonymous"): Piece[] =>
    ownTokens(measure)
      ? bindVariant(withoutOwnTokens(everybodys(pieces, measure), notPersonal, run.level, shared), {
          kind: "own",
          pixel: true,
          honeypot:
            measure === "anonymous" || personalLinks.length === 0 ? undefined : honeypotPlace,
        })
      : bindAnonymous(everybodys(pieces, measure), run.level, shared);
  const compile = (
    parts: { subject: readonly Piece[]; html: readonly Piece[]; text: readonly Piece[] },
    measure: "personal" | "anonymous",
  ): Variant => {
    const urls = { prefix: `${run.trackUrl}/t/` };
    const made = (["subject", "html", "text"] as const).map((scope) =>
      messagePieces(bind(parts[scope], measure), scope, urls),
    );
    const message = compileMessage(template(run, made));
    return { message, parts: made, own: ownTokens(measure) };
  };
  const compiled = new Map<string, Variant>();
  const whole = (measure: "personal" | "anonymous"): Variant => {
    let variant = compiled.get(measure);
    if (!variant) {
      const { subject, html, text } = run.content;
      variant = compile({ subject: subject.pieces, html: html.pieces, text: text.pieces }, measure);
      compiled.set(measure, variant);
    }
    return variant;
  };
  const finish = (
    recipient: ComposeRecipient,
    values: MergeValues,
    variant: Variant,
  ): PreparedMail => ({
    recipient,
    compose: (buffer, now) => composeOne(run, deps, recipient, values, variant, buffer, now),
  });
  return {
    async prepare(recipients) {
      const values = recipients.map((recipient) =>
        mergeValues(recipient.contact, run.content.facts),
      );
      if (!run.content.usesLogic)
        return recipients.map((recipient, at) =>
          finish(recipient, values[at]!, whole(recipient.measure)),
        );
      const results = await personalise(run.content, deps.engine, values);
      return results.map((result, at) => {
        const recipient = recipients[at]!;
        if (!result.ok) return { failed: "template" };
        return finish(recipient, values[at]!, compile(result.content, recipient.measure));
      });
    },
  };
}

async function composeOne(
  run: RunContent,
  deps: ComposeDeps,
  recipient: ComposeRecipient,
  values: MergeValues,
  variant: Variant,
  buffer: MessageBuffer,
  now: Date,
): Promise<ComposedMail> {
  const systemUrl = systemLinks(run, deps.links, recipient, now);
  const fields: Record<string, string> = Object.assign(
    Object.create(null) as Record<string, string>,
    values,
  );
  const urls = {
    link: (_no: number, original: string) => original,
    pixel: () => undefined,
    system: systemUrl,
  };
  for (const part of variant.parts) fillMessageFields(part, values, urls, fields);
  const tokens: string[] = [];
  const { own } = variant;
  if (own) {
    const { accountId, mailingId } = run;
    const made =
      own.kind === "personal"
        ? deps.tracking.personal(accountId, mailingId, recipient.deliveryId, own.links)
        : // Drawn here, at each attempt anew; they live in this mail alone.
          deps.tracking.unique(accountId, mailingId, own.links);
    own.places.forEach((place, at) => (tokens[place] = made[at]!));
  }
  const rendered = variant.message.render(
    {
      to: { name: recipient.name, address: recipient.email },
      messageId: recipient.messageKey,
      date: now,
      fields,
      tokens,
      unsubscribe: {
        url: systemUrl("unsubscribe"),
        // An address by mail would name list and address; a campaign's link names a person.
        mailto: recipient.person
          ? undefined
          : deps.unsubscribeMailto?.({
              accountId: run.accountId,
              listId: recipient.listId,
              addressHash: recipient.addressHash,
            }),
      },
    },
    buffer,
  );
  const signatures = await signMessage(rendered, run.dkim, now);
  return {
    bytes: rendered.complete(signatures),
    messageId: `${recipient.messageKey}@${run.domain}`,
    needsSmtpUtf8: rendered.to.needsSmtpUtf8,
  };
}

/** The recipient's own links: unsubscribing, settings, the tracking question. Made at most once each. */
function systemLinks(
  run: RunContent,
  links: LinkTokens,
  recipient: ComposeRecipient,
  now: Date,
): (link: SystemLink) => string {
  const made: Partial<Record<SystemLink, string>> = {};
  const subject = {
    accountId: run.accountId,
    listId: recipient.listId,
    contactId: recipient.contactId,
    addressHash: recipient.addressHash,
    mailingId: run.mailingId,
    issuedAt: now,
    ...(recipient.person ? { person: recipient.person } : {}),
  };
  return (link) => {
    if (link === "unsubscribe")
      return (made.unsubscribe ??= `${run.pagesUrl}/u/${links.make("unsubscribe", subject)}`);
    if (link === "manage")
      return (made.manage ??= `${run.pagesUrl}/v/${links.make("manage", subject)}`);
    return (made.tracking_question ??= `${run.pagesUrl}/q/${links.make("question", subject)}`);
  };
}

type SharedUrls = (link: number) => string;

/** Shared tokens of a mailing, the same in every mail, made when first needed. */
function sharedUrls(run: RunContent, tracking: TrackingTokens): SharedUrls {
  const made = new Map<number, string>();
  return (link) => {
    let url = made.get(link);
    if (url === undefined) {
      url = `${run.trackUrl}/t/${tracking.shared(run.accountId, run.mailingId, [link])[0]!}`;
      made.set(link, url);
    }
    return url;
  };
}

/** Without permission only what everybody has is measured. */
const everybodys = (
  pieces: readonly Piece[],
  measure: "personal" | "anonymous",
): readonly Piece[] => (measure === "anonymous" ? withoutConditionalMeasuring(pieces) : pieces);

function bindAnonymous(
  pieces: readonly Piece[],
  level: MeasuringLevel,
  shared: SharedUrls,
): Piece[] {
  if (level === "none") return bindVariant(pieces, { kind: "none" });
  return bindVariant(pieces, {
    kind: "shared",
    link: shared,
    pixel: level === "shared" ? shared(PIXEL_LINK) : undefined,
  });
}

/**
 * TRK-25: links marked "not personally" are the same in every mail, for everyone: the shared token, at level `unique`
 * too, where a number would still be one mail's own; at level `none` the original address.
 */
function withoutOwnTokens(
  pieces: readonly Piece[],
  notPersonal: ReadonlySet<number>,
  level: MeasuringLevel,
  shared: SharedUrls,
): Piece[] {
  if (notPersonal.size === 0) return [...pieces];
  return pieces.map((piece): Piece => {
    if (typeof piece === "string") return piece;
    if (piece.kind === "ask")
      return {
        kind: "ask",
        pieces: withoutOwnTokens(piece.pieces, notPersonal, level, shared),
      };
    if (piece.kind !== "link" || !notPersonal.has(piece.no)) return piece;
    return level === "none" || piece.conditional ? piece.original : shared(piece.no);
  });
}

function template(run: RunContent, [subject, html, text]: MessagePart[]): MessageTemplate {
  return {
    from: run.from,
    replyTo: run.replyTo === run.from.address ? undefined : { address: run.replyTo },
    subject: subject!.pieces,
    html: html!.pieces,
    text: text!.pieces,
    messageIdDomain: run.domain,
    tokenLength: TRACKING_TOKEN_LENGTH,
    listId: run.listId,
    listUnsubscribe: true,
    ...run.headers,
  };
}
