import {
  errorSummary,
  type FieldProblem,
  formatDay,
  formatMoment,
  formatTime,
  formatWeekday,
  type FormTarget,
  html,
  note,
  type PageContext,
  pageVoice,
  postForm,
  renderPage,
  type SafeHtml,
  statusNote,
  tabs,
} from "../../pages/index.ts";
import { manageFields, type ManageModel, type ManageProblem } from "./manage-model.ts";
import { personSection, storedSection } from "./manage-sections.ts";
import { requestsSection, rightsSection, rightsTitle } from "./rights-sections.ts";
import { preferenceTexts, type PreferenceTexts } from "./texts.ts";

const fieldOf: Record<ManageProblem, string> = {
  email_invalid: "neu",
  email_same: "neu",
  name_too_long: "vorname",
  form_expired: "inhalt",
};

/** "Verwalten": everything allowed and everything known, each with its switch or button (DSR-12). */
export function managePage(context: PageContext, model: ManageModel): string {
  const { theme, locale } = context;
  const words = preferenceTexts[pageVoice(context)].manage;
  const problems = (model.problems ?? []).map((code): FieldProblem => ({
    fieldId: fieldOf[code],
    message: words.problems[code],
  }));
  const sections: [string, string, SafeHtml | undefined][] = [
    ["anliegen", words.requests, requestsSection(context, model, words)],
    ["newsletter", words.newsletters, listsSection(context, model, words)],
    ["auswertung", words.tracking, trackingSection(context, model, words)],
    ["angaben", words.person, personSection(context, model, words, problems)],
    ["gespeichert", words.stored, storedSection(context, model, words)],
    ["mehr", words.fresh, freshSection(context, model, words)],
    ["rechte", rightsTitle(model, words), rightsSection(context, model, words)],
  ];
  const shown = sections.filter(([, , content]) => content !== undefined);
  return renderPage({
    theme,
    locale,
    title: words.title,
    failed: problems.length > 0,
    body: html`<div class="wrap cols">
      <div class="aside side-nav">
        <h1>${words.title}</h1>
        <p class="lead m2">${words.lead}</p>
        <p class="small muted m3">${words.seeing}</p>
        <p class="addr">${model.address}</p>
        <p class="small muted">${words.until(untilText(context, model.until))}</p>
        <nav aria-label="${words.sections}">
          <ul>
            ${shown.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
      </div>
      <div>
        ${tabs(context, "manage", { signUp: model.signupUrl, manage: model.selfUrl })}
        <div class="card">
          ${model.notice === undefined ? "" : html`<div class="sec">${statusNote(words.notices[model.notice])}</div>`}
          ${problems.length === 0 ? "" : html`<div class="sec">${errorSummary(words.summary, problems)}</div>`}
          ${shown.map(([, , content]) => content)}
        </div>
      </div>
    </div>`,
  });
}

type Words = PreferenceTexts["manage"];

/** Hours for a link of today, the day for one that holds for weeks. */
function untilText(context: PageContext, until: Date): string {
  return `${formatWeekday(until, context)}, ${formatTime(until, context)}`;
}

/**
 * A switch that works without scripts: a button that posts the state it leads to. `labelId` and the
 * described ids say what it switches and what switching it declares.
 */
function toggle(
  context: PageContext,
  target: FormTarget,
  on: boolean,
  labelId: string,
  describedBy: string,
): SafeHtml {
  const words = preferenceTexts[pageVoice(context)].manage;
  return postForm(
    context.locale,
    target,
    html`<button
      class="switch"
      role="switch"
      aria-checked="${on ? "true" : "false"}"
      name="${manageFields.set}"
      value="${on ? "off" : "on"}"
      aria-labelledby="${labelId}"
      aria-describedby="${describedBy}"
    >
      <span aria-hidden="true">${on ? words.on : words.off}</span><i aria-hidden="true"></i>
    </button>`,
  );
}

/** Each newsletter of this form; joining one shows its whole wording in the same row (DSR-17, CON-03). */
function listsSection(context: PageContext, model: ManageModel, words: Words): SafeHtml {
  const rows = model.lists.map((list, index) => {
    const id = `liste-${index + 1}`;
    const on = list.state !== "none";
    const state = {
      subscribed:
        list.since === undefined ? undefined : words.since(formatDay(list.since, context)),
      pending: words.pending,
      none: words.none,
    }[list.state];
    const joining = on
      ? ""
      : html`<div class="all small muted" id="${id}-wortlaut">${words.join} ${list.wording}</div>`;
    return html`<li class="row">
      <div>
        <b id="${id}">${list.name}</b
        >${list.description === undefined ? "" : html`<p class="d">${list.description}</p>`}${state === undefined ? "" : html`<p class="d small">${state}</p>`}
      </div>
      ${toggle(context, list.target, on, id, on ? "widerruf-nl" : `${id}-wortlaut widerruf-nl`)}${joining}
    </li>`;
  });
  return html`<section class="sec stack" id="newsletter" aria-labelledby="h-nl">
    <h2 id="h-nl">${words.newsletters}</h2>
    ${
      model.leaveAll === undefined
        ? html`<p>
            ${words.nothing}${model.object === undefined ? "" : html` ${words.nothingMore} <a href="#rechte">${words.object}</a>.`}
          </p>`
        : ""
    }
    ${
      rows.length === 0
        ? model.leaveAll === undefined
          ? ""
          : html`<p class="muted">${words.noLists}</p>`
        : html`<ul class="rows">
              ${rows}
            </ul>
            <p class="small muted" id="widerruf-nl">${words.leave}</p>`
    }
    ${
      model.leaveAll === undefined
        ? ""
        : postForm(
            context.locale,
            model.leaveAll,
            html`<button class="linkbtn">${words.leaveAll}</button>`,
          )
    }
  </section>`;
}

/** T-10: the stored state as a switch, what it means, and the wording it stands on (TRK-15). */
function trackingSection(context: PageContext, model: ManageModel, words: Words): SafeHtml {
  const { tracking } = model;
  const on = tracking.state === "granted";
  const canSwitch = on || tracking.offeredWording !== undefined;
  const describedBy = on ? "widerruf-auswertung" : "widerruf-auswertung wortlaut-auswertung";
  return html`<section class="sec stack" id="auswertung" aria-labelledby="h-tr">
    <div class="row head">
      <h2 id="h-tr">${words.tracking}</h2>
      ${canSwitch ? toggle(context, tracking.target, on, "h-tr", describedBy) : html`<span class="muted">${words.off}</span>`}
    </div>
    <p>${on ? words.trackingOn : words.trackingOff}</p>
    ${canSwitch ? note("shield", on ? words.trackingOffNote : words.trackingOnNote, "widerruf-auswertung") : html`<p class="small muted">${words.trackingFresh}</p>`}
    ${
      !on && tracking.offeredWording !== undefined
        ? html`<div class="stack-s" id="wortlaut-auswertung">
            <p class="small muted">${words.join}</p>
            <p class="quote">${tracking.offeredWording}</p>
          </div>`
        : ""
    }
    ${
      on && tracking.accepted !== undefined
        ? html`<div>
            <details>
              <summary>${words.accepted}</summary>
              <div class="stack-s">
                <p class="quote">${tracking.accepted.wording}</p>
                <p class="small muted">
                  ${words.acceptedMeta(tracking.accepted.version, formatMoment(tracking.accepted.at, context), tracking.accepted.source)}
                </p>
              </div>
            </details>
          </div>`
        : ""
    }
  </section>`;
}

/** What an older or forwarded mail's link does not open, and the one button that does (DSR-13). */
function freshSection(
  context: PageContext,
  model: ManageModel,
  words: Words,
): SafeHtml | undefined {
  if (model.fresh === undefined) return undefined;
  return html`<section class="sec stack" id="mehr" aria-labelledby="h-me">
    <h2 id="h-me">${words.fresh}</h2>
    <p class="muted">${words.freshText}</p>
    ${postForm(context.locale, model.fresh, html`<button class="btn line">${words.freshButton}</button>`)}
  </section>`;
}
