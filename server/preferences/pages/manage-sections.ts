import { agentReason } from "../../../contract/tracking.ts";
import {
  described,
  fieldError,
  formatHour,
  formatShort,
  html,
  postForm,
  type FieldProblem,
  type PageContext,
  type SafeHtml,
} from "../../pages/index.ts";
import { manageFields, type ManageModel, type RecordedEvent } from "./manage-model.ts";
import type { PreferenceTexts } from "./texts.ts";

type Words = PreferenceTexts["manage"];

// Keeps a page under its 30 kB; the whole is in the copy.
const shownEvents = 3;
const shownHistory = 6;

/** Name fields and the change of address (DSR-05, DOI-14). */
export function personSection(
  context: PageContext,
  model: ManageModel,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml | undefined {
  if (model.names === undefined && model.newAddress === undefined) return undefined;
  return html`<section class="sec stack-l" id="angaben" aria-labelledby="h-an">
    <h2 id="h-an">${words.person}</h2>
    ${model.names === undefined ? "" : namesForm(context, model.names, words, problems)}
    ${model.newAddress === undefined ? "" : addressForm(context, model.newAddress, words, problems)}
  </section>`;
}

function namesForm(
  context: PageContext,
  names: NonNullable<ManageModel["names"]>,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml {
  const text = (id: string, name: string, label: string, autocomplete: string, value: string) =>
    html`<div>
      <label class="l" for="${id}">${label}</label
      ><input
        type="text"
        id="${id}"
        name="${name}"
        maxlength="100"
        autocomplete="${autocomplete}"
        value="${value}"
        ${described(problems, id)}
      />${fieldError(problems, id)}
    </div>`;
  return postForm(
    context.locale,
    names.target,
    html`<div class="grid3">
        <div>
          <label class="l" for="anrede">${words.salutation}</label
          ><select id="anrede" name="${manageFields.salutation}" autocomplete="honorific-prefix">
            ${Object.entries(words.salutations).map(
              ([value, label]) =>
                html`<option value="${value}" ${value === names.salutation ? html` selected` : ""}>
                  ${label}
                </option>`,
            )}
          </select>
        </div>
        ${text("vorname", manageFields.firstName, words.firstName, "given-name", names.firstName)}
        ${text("nachname", manageFields.lastName, words.lastName, "family-name", names.lastName)}
      </div>
      <div>
        <label class="l" for="sprache">${words.language}</label
        ><select id="sprache" name="${manageFields.locale}">
          ${Object.entries(words.languages)
            .filter(([value]) => value !== "" || names.locale === null)
            .map(
              ([value, label]) =>
                html`<option
                  value="${value}"
                  ${value === (names.locale ?? "") ? html` selected` : ""}
                >
                  ${label}
                </option>`,
            )}
        </select>
      </div>
      <button class="btn plain">${words.saveNames}</button>`,
    "stack",
  );
}

function addressForm(
  context: PageContext,
  change: NonNullable<ManageModel["newAddress"]>,
  words: Words,
  problems: readonly FieldProblem[],
): SafeHtml {
  return postForm(
    context.locale,
    change.target,
    html`<label class="l" for="neu">${words.newAddress}</label>
      <div class="field-row">
        <div>
          <input
            type="email"
            id="neu"
            name="${manageFields.email}"
            maxlength="254"
            autocomplete="email"
            required
            inputmode="email"
            spellcheck="false"
            value="${change.entered}"
            ${described(problems, "neu", "neu-hinweis")}
          />
        </div>
        <button class="btn plain">${words.changeAddress}</button>
      </div>
      ${fieldError(problems, "neu")}
      <p class="hint" id="neu-hinweis">${words.addressHint}</p>`,
  );
}

/** What is stored with its origin, the recorded events, and the history of consents (DSR-03, DSR-12). */
export function storedSection(
  context: PageContext,
  model: ManageModel,
  words: Words,
): SafeHtml | undefined {
  const { stored, events, history } = model;
  if (stored === undefined && events === undefined && history === undefined) return undefined;
  const facts =
    stored === undefined || stored.length === 0
      ? ""
      : html`<dl class="facts">
          ${stored.map(
            (fact) =>
              html`<dt>${fact.label}</dt>
                <dd>${fact.value}<span>${fact.origin}</span></dd>`,
          )}
        </dl>`;
  return html`<section class="sec stack" id="gespeichert" aria-labelledby="h-ge">
    <h2 id="h-ge">${words.stored}</h2>
    ${facts}
    <div>
      ${events === undefined ? "" : eventLog(context, events, words)}${history === undefined ? "" : historyLog(context, history, words)}
    </div>
  </section>`;
}

function eventLog(
  context: PageContext,
  events: NonNullable<ManageModel["events"]>,
  words: Words,
): SafeHtml {
  const shown = events.newest.slice(0, shownEvents);
  const rest = events.total - shown.length;
  const { locale } = context;
  const line = (event: RecordedEvent): SafeHtml => {
    const { certainty, label } = agentReason(event.agent);
    const time = formatHour(event.at, context);
    const link = event.link === undefined ? "" : html`<small>${event.link}</small>`;
    const by = html`<small>${words.eventBy[certainty](label[locale])}</small>`;
    return html`<li>
      <time datetime="${shortIso(event.at)}">${time}</time>
      <span>${whatHappened(event, words)}${link}${by}</span>
    </li>`;
  };
  return html`<details>
    <summary>${words.events}</summary>
    <div>
      ${
        shown.length === 0
          ? html`<p class="small muted">${words.eventsNone}</p>`
          : html`<ul class="log">
                ${shown.map(line)}
              </ul>
              ${rest > 0 ? html`<p class="small muted m1">${words.eventsRest(rest)}</p>` : ""}
              ${howWeTell(shown, words, locale)}`
      }
    </div>
  </details>`;
}

/** To the hour, which is all that is known. */
const shortIso = (at: Date): string => `${at.toISOString().slice(0, 16)}Z`;

/** Machines load and call; whether anybody opened or clicked is another question. */
function whatHappened({ kind, mailing, agent }: RecordedEvent, words: Words): string {
  if (kind === "invisible") return words.eventInvisible(mailing);
  if (kind === "goal") return words.eventGoal(mailing);
  const isPerson = agentReason(agent).certainty === "person";
  if (kind === "open") return isPerson ? words.eventOpen(mailing) : words.eventLoad(mailing);
  return isPerson ? words.eventClick(mailing) : words.eventCall(mailing);
}

/** Each reason that the list names, with what it leaves unknown (TRK-13). */
function howWeTell(
  events: readonly RecordedEvent[],
  words: Words,
  locale: PageContext["locale"],
): SafeHtml {
  const reasons = [...new Set(events.map((event) => agentReason(event.agent)))];
  return html`<h3 class="m3">${words.eventsWhy}</h3>
    <dl class="facts m1">
      ${reasons.map(
        ({ label, explanation, unknown }) =>
          html`<dt>${label[locale]}</dt>
            <dd>${explanation[locale]}<span>${words.eventsUnknown(unknown[locale])}</span></dd>`,
      )}
    </dl>`;
}

function historyLog(
  context: PageContext,
  history: NonNullable<ManageModel["history"]>,
  words: Words,
): SafeHtml {
  const shown = history.slice(0, shownHistory);
  const rest = history.length - shown.length;
  return html`<details>
    <summary>${words.history}</summary>
    <div>
      <ul class="log">
        ${shown.map(
          (entry) =>
            html`<li>
              <time datetime="${entry.at.toISOString()}">${formatShort(entry.at, context)}</time
              ><span
                >${entry.text}${entry.wording === undefined ? "" : html`<small>${entry.wording}</small>`}</span
              >
            </li>`,
        )}
      </ul>
      ${rest > 0 ? html`<p class="small muted m1">${words.eventsRest(rest)}</p>` : ""}
    </div>
  </details>`;
}
