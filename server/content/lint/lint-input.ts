import type {
  ContentPart,
  Finding,
  FindingFix,
  Localised,
  Position,
  Severity,
} from "../../../contract/content.ts";
import type { AddressAnswer } from "../addresses/address-answer.ts";
import { analyseContent, type ContentAnalysis, type ContentSource } from "../analyse-content.ts";
import type { ContentFacts } from "../blocks.ts";
import { positionFinder } from "../position.ts";
import { plainRuns, visibleText, type LocatedText } from "./visible-text.ts";
import { StyleReader } from "./style-reader.ts";

/** What a mail is for; decides which legal blocks it needs. */
export type LintMailKind =
  | "newsletter"
  | "core_campaign"
  | "customer_7_3"
  | "one_to_one"
  | "transactional"
  | "opt_in"
  | "privacy_notice"
  | "system";

export interface LintSender {
  name: string;
  address: string;
  replyTo?: string | null | undefined;
}

/** Everything the content lint looks at. It asks nobody: what needs the network or the database is the checklist's. */
export interface LintInput extends ContentSource {
  kind: LintMailKind;
  facts: ContentFacts;
  /** False while the text part is made automatically; then it needs no lint of its own. */
  textIsEdited: boolean;
  /** Undefined while no sender is chosen. */
  sender?: LintSender | undefined;
  /** Names a reader knows the account by; the sender's display name should contain one. Default: the account's name. */
  brands?: readonly string[] | undefined;
  /** Mandatory parts of the imprint that are missing, each in words (CNT-04). */
  imprintMissing?: readonly Localised[] | undefined;
  /** What the addresses of the content answered when they were last asked, by address. */
  answers?: ReadonlyMap<string, AddressAnswer> | undefined;
  /** Pictures of the library in this content whose licence has ended (CNT-10). Days are ISO. */
  expiredImages?: readonly { url: string; name: string; expiresOn: string }[] | undefined;
  /** Hosts of the account itself; images from elsewhere tell a third party who reads. */
  ownHosts?: readonly string[] | undefined;
}

/** Mails that carry advertising and so need unsubscribing and managing (LEG-18). */
export function isAdvertising(kind: LintMailKind): boolean {
  return kind === "newsletter" || kind === "core_campaign" || kind === "customer_7_3";
}

/** The input read once, shared by all rules. */
export class LintContext {
  readonly input: LintInput;
  readonly analysis: ContentAnalysis;
  readonly styles: StyleReader;
  readonly findings: Finding[] = [];
  readonly #positions = new Map<ContentPart, ReturnType<typeof positionFinder>>();
  #texts: LocatedText[] | undefined;

  constructor(input: LintInput) {
    this.analysis = analyseContent(input, input.facts);
    this.input = { ...input, ...this.analysis.source };
    this.styles = new StyleReader(this.analysis.scan);
  }

  /** Visible words of every part that people read. */
  get texts(): LocatedText[] {
    this.#texts ??= [
      plainRuns("subject", this.input.subject),
      plainRuns("preheader", this.input.preheader),
      visibleText("html", this.analysis.scan),
      ...(this.input.textIsEdited ? [plainRuns("text", this.input.text)] : []),
    ];
    return this.#texts;
  }

  get htmlText(): LocatedText {
    return this.texts[2]!;
  }

  position(part: ContentPart, offset: number, length = 0): Position {
    let find = this.#positions.get(part);
    if (!find) {
      const source = part === "sender" ? "" : this.input[part];
      find = positionFinder(source);
      this.#positions.set(part, find);
    }
    return find(offset, length);
  }

  /** Adds a finding. `place` is a stretch of the part's source. */
  add(
    rule: string,
    severity: Severity,
    part: ContentPart,
    place: { start: number; end: number } | undefined,
    message: Localised,
    extra: { fix?: FindingFix | undefined; moreUrl?: string } = {},
  ): void {
    this.findings.push({
      rule,
      severity,
      part,
      ...(place && { position: this.position(part, place.start, place.end - place.start) }),
      message,
      ...(extra.fix && { fix: extra.fix }),
      ...(extra.moreUrl && { moreUrl: extra.moreUrl }),
    });
  }
}
