import { inBothForms, type Voice, type Words } from "../../platform/index.ts";
import { de } from "./texts-de.ts";
import { du } from "./texts-du.ts";

type Texts = Words<typeof de>;

const en: Texts = {
  form: {
    title: "Subscribe to our newsletters",
    heading: "Mail you want to read.",
    lead: "Choose what we may write to you about. You can change your mind at any time.",
    promises: [
      ["Just your e‑mail address", "That is all we need. Everything else is optional."],
      [
        "Only once you confirm",
        "We send you an e‑mail. The newsletter starts only when you agree in it.",
      ],
      [
        "One click is enough",
        "You can unsubscribe in every issue, without logging in and without giving a reason.",
      ],
    ],
    lists: "Which newsletters would you like?",
    oneList: "Our newsletter",
    withdraw:
      "You can withdraw this consent at any time with effect for the future: with the unsubscribe link in every e‑mail, here under “Manage”",
    withdrawContact: " or informally by writing to ",
    declare: "By ticking a box you declare:",
    proof: "As proof we store the wording, the time, the form and the confirmation e‑mail.",
    origin: "The proof includes how you came to this page, for example from which advertisement.",
    privacyLink: "Privacy notice",
    age: "Your age",
    ageQuestion: (years: number) => `Are you at least ${years} years old?`,
    ageOlder: (years: number) => `Yes, at least ${years}`,
    ageYounger: (years: number) => `No, younger than ${years}`,
    ageHint:
      "The law asks for this question. We do not need your date of birth; only your answer is stored.",
    work: "Your browser solves a small computing task, so that no programs enter other people’s addresses. It usually takes a few seconds only, and you need not do anything.",
    workWaiting: "One moment: the computing task is almost solved, then the form is sent.",
    workDone: "The computing task is solved.",
    workFailed: "Your browser cannot solve the computing task. Please try another browser",
    workNoScript: "This form needs JavaScript. Please switch it on",
    workContact: " or write to us at ",
    address: "Where may we write to?",
    email: "E‑mail address",
    emailHint: "The only thing we need. Your confirmation e‑mail goes to this address right away.",
    optional: "optional",
    salutation: "Title",
    salutations: { "": "not stated", frau: "Ms", herr: "Mr", divers: "Mx" },
    firstName: "First name",
    lastName: "Last name",
    namesHint: "Title and name are optional. We use them only to address you personally.",
    tracking: "Analysis of my use",
    trackingNote:
      "The newsletter comes without this tick, too. And if you set it, you can withdraw it at any time: here under “Manage” or with a link in every e‑mail.",
    trackingDetails: "You will find the details in our ",
    trackingDetailsLink: "privacy notice",
    responsible: (name: string) => `Responsible: ${name}.`,
    processor: (name: string, place: string) =>
      `${name} handles the sending on our behalf; data is stored in ${place}.`,
    submit: "Request newsletter",
    after:
      "We will then send you an e‑mail with a link. Your subscription starts only when you confirm there.",
    honeypot: "Please leave this field empty",
    summary: "Please have another look",
    again: "Please tick your boxes again yourself: we never fill them in for you.",
    errors: {
      email_missing: "Please enter your e‑mail address.",
      email_invalid: "This e‑mail address is not complete. It looks like this: name@example.org",
      list_missing: "Please choose at least one newsletter.",
      list_unknown: "One of the newsletters you chose no longer exists. Please choose again.",
      first_name_too_long: "Please shorten the first name to 100 characters at most.",
      last_name_too_long: "Please shorten the last name to 100 characters at most.",
      first_name_invalid: "As first name, please enter your first name only, without links.",
      last_name_invalid: "As last name, please enter your last name only, without links.",
      salutation_unknown: "Please choose one of the titles offered, or none.",
      age_missing: "Please answer the question about your age.",
      work_missing:
        "The computing task against programs was not solved yet. Please send the form once more.",
      parameter_unknown: "A hidden field does not belong to this form.",
      page_unknown: "The page belongs to none of the websites that show this form.",
      form_expired: "The page was open for a long time. Please send the form once more.",
      too_fast: "That was very quick. Please check your entries and send the form once more.",
    },
  },
  thanks: {
    title: "Please look in your inbox",
    lead: "Thank you. If a confirmation is needed, we have sent an e‑mail to the address you gave.",
    steps: [
      "Open the e‑mail. It usually arrives within a minute.",
      "Click “Confirm subscription” in it.",
      "On the page that opens, one click on “Confirm now” is enough.",
    ],
    hint: "Nothing there? Please look in your spam folder, too. Without your confirmation we send nothing, and your details are deleted.",
    neutral:
      "Out of respect for everyone’s privacy we always show the same answer here, whether we know the address or not.",
    typo: (found: string, likely: string) =>
      `The address ends in “${found}”. Did you mean “${likely}”? Then enter it once more below.`,
    again: "Enter another address",
  },
  tooYoung: {
    title: "We need your parents for this",
    lead: (years: number) =>
      `Below the age of ${years} we may send the newsletter only if the parents agree. The law says so.`,
    text: "We have stored nothing of what you entered, and no e‑mail is sent. We are happy to send the newsletter to your parents: they can sign up with their own address.",
    contact: "We answer questions at ",
  },
  confirm: {
    title: "Confirm subscription",
    heading: "Would you like to confirm your subscription?",
    lead: "Just this one click to go.",
    tracking: "Analysis of my use: allowed",
    trackingText: "This optional box was ticked. You can take it back at any time under “Manage”.",
    wording: "Your declaration, word for word",
    for: "For",
    button: "Confirm now",
    until: (moment: string) => `The link is valid until ${moment}.`,
    notMe: "You did not sign up? Then simply close this page, or have your address ",
    notMeLink: "deleted at once",
  },
  confirmed: {
    title: "Subscription confirmed",
    heading: "Thank you. Your subscription is confirmed.",
    lead: "From now on you will receive:",
    good: "Good to know",
    leave: "You can unsubscribe with one click at the end of every e‑mail.",
    trackingOn: [
      "The analysis of your use is ",
      "on",
      ", as you chose. You can switch it off at any time without losing the newsletter.",
    ],
    trackingOff: [
      "The analysis of your use is ",
      "off",
      ". We do not see whether you open our e‑mails or what you click in them.",
    ],
    sender: ["So that nothing gets lost: add ", " to your address book."],
    manage: "See my settings",
    receipt: "Your receipt",
    receiptText:
      "Your consent stands in the sender’s ledger. Number and checksum hold no data about you. If you keep them, you can ask for the proof later and verify without the sender that it is unaltered.",
    receiptEntry: "Entry",
    receiptSum: "Checksum",
  },
  expired: {
    title: "This link has expired",
    lead: "Your details have been deleted or will be within hours. No newsletter has been ordered.",
    text: "You would like it after all? Simply sign up again, it takes less than a minute.",
    button: "Sign up again",
  },
  notMe: {
    title: "Delete address",
    heading: "You did not sign up?",
    lead: "Then someone entered your address, perhaps by mistake. One click and it is gone.",
    text: "We delete the sign-up at once and send no confirmation e‑mails to this address for 90 days.",
    button: "Yes, delete the address",
    keep: "You did sign up after all? Then close this page and use the other link in the e‑mail.",
  },
  notMeDone: {
    title: "Your address is deleted",
    lead: "The sign-up no longer exists. You will not receive newsletters from us.",
    text: "For 90 days we will not send a new confirmation e‑mail to this address either. To be able to do that, we keep a check value for that time from which nobody can read your address. Please excuse the disturbance.",
  },
  closed: {
    title: "This sign-up is closed",
    lead: "We are not taking new subscriptions through this form at the moment.",
    manage: "Already subscribed? You can still reach your settings.",
    button: "Open settings",
  },
};

/** Words of the sign-up pages. German leads; the other voices are complete by their types (A11Y-06, A11Y-08). */
export const signupTexts: Record<Voice, Texts> = { ...inBothForms(de, du), en };
export type SignupTexts = Texts;

/** The sentences around the declarations that a visitor reads before pressing the button. */
const FRAME = [
  "heading",
  "lead",
  "lists",
  "oneList",
  "withdraw",
  "withdrawContact",
  "declare",
  "proof",
  "origin",
  "privacyLink",
  "address",
  "email",
  "emailHint",
  "optional",
  "namesHint",
  "age",
  "ageHint",
  "tracking",
  "trackingNote",
  "submit",
  "after",
] as const;
export type FrameWords = Partial<Pick<Texts["form"], (typeof FRAME)[number]>>;

/** What a version of a form keeps of the page's own sentences (CON-05). */
export function frameWords(voice: Voice): FrameWords {
  const words = signupTexts[voice].form;
  return Object.fromEntries(FRAME.map((key) => [key, words[key]]));
}

/** CON-22: one question with two answers of the same weight, neither of them chosen. */
export function ageQuestion(
  voice: Voice,
  years: number,
): { question: string; older: string; younger: string } {
  const words = signupTexts[voice].form;
  return {
    question: words.ageQuestion(years),
    older: words.ageOlder(years),
    younger: words.ageYounger(years),
  };
}
