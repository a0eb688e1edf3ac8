import {
  formatDay,
  html,
  postForm,
  type FormTarget,
  type PageContext,
  type SafeHtml,
} from "../../pages/index.ts";
import { manageFields, type ManageModel } from "./manage-model.ts";
import type { PreferenceTexts } from "./texts.ts";

type Words = PreferenceTexts["manage"];

/** The person's cases with their last day, and the button that proves who asks (DSR-10, DSR-11). */
export function requestsSection(
  context: PageContext,
  model: ManageModel,
  words: Words,
): SafeHtml | undefined {
  const { requests } = model;
  if (requests === undefined) return undefined;
  // A day has no time zone; noon is that day everywhere in Europe.
  const day = (text: string) => formatDay(new Date(`${text}T12:00:00Z`), context);
  return html`<section class="sec stack" id="anliegen" aria-labelledby="h-al">
    <h2 id="h-al">${words.requests}</h2>
    <ul class="rows">
      ${requests.list.map(
        (one) =>
          html`<li class="row">
            <div>
              <b>${words.requestKinds[one.kind]}</b>
              <p class="d">
                ${words.requestMeta(one.number, day(one.receivedOn))}
                ${words.requestStates[one.state](day(one.dueOn))}
              </p>
            </div>
          </li>`,
      )}
    </ul>
    ${
      requests.prove === undefined
        ? ""
        : html`<p>${words.proveText}</p>
            ${postForm(context.locale, requests.prove, html`<button class="btn">${words.prove}</button>`)}`
    }
  </section>`;
}

/** The heading names what the section holds. */
export function rightsTitle(model: ManageModel, words: Words): string {
  return model.copy === undefined && model.erase === undefined ? words.rightToObject : words.rights;
}

/** Copy, what is taken along, lock, objection and erasure, each a button of its own (DSR-04, DSR-06 to DSR-09). */
export function rightsSection(
  { locale }: PageContext,
  model: ManageModel,
  words: Words,
): SafeHtml | undefined {
  const rows = [copyRow, restrictionRow, objectRow, eraseRow]
    .map((row) => row(locale, model, words))
    .filter((each) => each !== undefined);
  if (rows.length === 0) return undefined;
  return html`<section class="sec stack" id="rechte" aria-labelledby="h-re">
    <h2 id="h-re">${rightsTitle(model, words)}</h2>
    <ul class="rows">
      ${rows}
    </ul>
  </section>`;
}

type Row = (
  locale: PageContext["locale"],
  model: ManageModel,
  words: Words,
) => SafeHtml | undefined;

const act = (title: string, text: string, action: SafeHtml): SafeHtml =>
  html`<li class="row act">
    <div>
      <h3>${title}</h3>
      <p class="d">${text}</p>
    </div>
    ${action}
  </li>`;

const button = (
  locale: PageContext["locale"],
  target: FormTarget,
  label: string,
  more: SafeHtml = html``,
  look = "plain",
): SafeHtml =>
  postForm(locale, target, html`<button class="btn ${look} sm" ${more}>${label}</button>`);

/** `portable`: what is taken along (Art. 20), beside the formats of the whole copy. */
const copyRow: Row = (locale, { copy }, words) =>
  copy &&
  act(
    words.copy,
    words.copyText,
    postForm(
      locale,
      copy.target,
      copy.formats.map(
        (format) =>
          html`<button
            class="btn plain sm"
            name="${manageFields.format}"
            value="${format}"
            ${format === "portable" ? "" : html`aria-label="${words.copyButton(format.toUpperCase())}"`}
          >
            ${format === "portable" ? words.portable : format.toUpperCase()}
          </button>`,
      ),
      "acts",
    ),
  );

const restrictionRow: Row = (locale, { restriction }, words) =>
  restriction &&
  act(
    words.restriction,
    restriction.on ? words.restrictionOn : words.restrictionText,
    button(
      locale,
      restriction.target,
      restriction.on ? words.restrictionLift : words.restrictionButton,
      html`name="${manageFields.set}" value="${restriction.on ? "off" : "on"}"`,
    ),
  );

const objectRow: Row = (locale, { object, objected }, words) =>
  objected
    ? act(words.object, words.objectedText, html``)
    : object && act(words.object, words.objectText, button(locale, object, words.objectButton));

const eraseRow: Row = (locale, { erase }, words) =>
  erase &&
  act(words.erase, words.eraseText, button(locale, erase, words.eraseButton, html``, "danger"));
