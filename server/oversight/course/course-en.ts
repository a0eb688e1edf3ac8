import type { Chapter, Question } from "./course.ts";

export const chaptersEn: Chapter[] = [
  {
    id: "permission",
    title: "Permission first, then the mail",
    paragraphs: [
      "Advertising by e-mail needs consent that was given beforehand: freely, for a named purpose, informed, and by an act of the person's own (Articles 4(11) and 7 GDPR, § 7 UWG). Advertising is more than one thinks: a survey about satisfaction or an invitation to a talk is advertising too. Silence, a ticked box or a business card is no consent.",
      "Whoever consents must be able to take it back at any time, as easily as it was given. This is why every newsletter has an unsubscribe link that works without signing in and without questions. It is not a nuisance; it is what trust rests on.",
      "In a dispute the recipient need not prove that there was no consent. We have to prove that there was: when, in which way and to which wording. So each person confirms the sign-up by a link in a mail of its own (double opt-in), and Klarpost keeps the proof.",
      "Klarpost checks before every single mail whether it is allowed. Where somebody is excluded, the reason stands beside the name. Then do not look for a way round; look for the missing permission.",
    ],
    example: {
      title: "The trade fair",
      text: "At a trade fair 60 people dropped their business cards into a bowl to win a pen. A colleague wants to import them into the newsletter list. That is not possible: the cards were meant for the prize draw. A sign-up form on a tablet at the stand would have been right, with a box of its own and a confirmation mail.",
    },
    remember: "No proof, no consent. No consent, no advertising.",
  },
  {
    id: "covert",
    title: "How covert tracking works",
    paragraphs: [
      "Many newsletters hold a picture of one transparent pixel. When the mail is opened, the mail program loads this picture from a server. Its address differs for each person. So the server learns who read when, how often, on which device and roughly where. Links are often rewritten for each person in the same way.",
      "Recipients see nothing of it, and that is the problem: reading from the device (§ 25 TDDDG) and a personal profile (Article 6(1)(a) GDPR) need consent, and it must be given for this very purpose. Signing up for the newsletter is not enough.",
      "In Klarpost the two are apart: the permission to send mails and the permission to analyse their use are two boxes. Whoever has not ticked the second gets mails without personal counting. Whether somebody agrees is asked twice: at sending, and once more when a click arrives.",
      "Figures without persons remain possible, such as how many clicks a link had in total. Small figures are hidden, so that nobody can guess from “one of two people” who it was.",
    ],
    example: {
      title: "The call after reading",
      text: "An adviser calls: “I see you read our mail about mortgages at ten last night.” The customer finds it eerie, and she is right: she never allowed anybody to analyse what she reads. Even with permission this sentence would be a bad beginning.",
    },
    remember: "Whoever wants mails has not agreed to be watched.",
  },
  {
    id: "tools",
    title: "No tracking with tools from elsewhere",
    paragraphs: [
      "The most careful setting in Klarpost is worth nothing when another tool counts beside it. There are extensions for Outlook, Gmail and the browser that tell when a personal mail was opened. There are services that shorten links and tie each click to a person. There are pictures from elsewhere, signature services and survey tools with a pixel built in.",
      "You use such tools in the company's name. The company is then responsible, even if nobody knew (Articles 4(7) and 29 GDPR). Often the data also go to providers outside the European Union, without contract and without a legal ground.",
      "So: no extension that secretly fetches read receipts, no link shorteners and no pictures with pixels in mails. Klarpost holds personal mails that contain a foreign pixel. Nothing is lost then: remove the picture and send again.",
      "If you need a new tool, ask first. It is examined and entered under “Connected tools”: with somebody who answers for it, a purpose and a day on which somebody looks again.",
    ],
    example: {
      title: "The handy extension",
      text: "A colleague in sales installs a free extension that shows green ticks as soon as a customer reads. He takes it for a harmless read receipt. In fact every mail of his carries a pixel of a provider in the United States. That is not only unlawful; it is a breach that has to be assessed.",
    },
    remember: "What reads along in secret belongs in no mail. Asking costs nothing.",
  },
  {
    id: "rights",
    title: "What recipients may ask for",
    paragraphs: [
      "Every person may know what we have stored about them and get a copy (Article 15 GDPR). They may have errors corrected (Article 16), ask for erasure (Article 17), have processing restricted (Article 18), take their data along (Article 20) and object to advertising (Article 21). An objection to advertising always works, without reasons and without balancing.",
      "We have to answer without delay, within a month at the latest. The time begins when the request reaches us, in whatever department and in whatever words. Nobody has to name an article. “Where did you get my address?” is a request for access.",
      "Your part is to recognise such sentences and to enter them under “Requests” at once. Klarpost leads through the rest: deadline, identity, copy, erasure and answer. Do not ask for a copy of an identity card. A link to the address in question is usually enough.",
      "After an erasure only what the law requires remains, and an encrypted mark, so that the person is not written to again by mistake. So never add them anew from an old list.",
    ],
    example: {
      title: "The sentence at the counter",
      text: "A customer collects his card and says: “And please stop writing to me all the time.” That is an objection. It counts from this moment, not only with a form. The employee enters it on the page “Record”, and the next mail no longer leaves.",
    },
    remember: "A request needs no form. What matters is that you recognise and enter it.",
  },
  {
    id: "handling",
    title: "Handling data safely",
    paragraphs: [
      "Look only at what you need for your task. Every look at a person is logged, not out of distrust, but so that we can tell the person who has seen their data.",
      "Most is lost not by attacks but by passing on: a spreadsheet as an attachment, a file on the desktop, a list of recipients in the wrong field. So export only where there is no other way, give the true reason, and delete the file once it has done its work. Prefer a segment in Klarpost to a copy in a spreadsheet.",
      "Your access is yours alone. Share no password, not even on holiday, and set up a second factor. API keys are passwords for programs: as few rights as possible, with an end, never in a mail or a chat.",
      "Check three things before sending: who gets the mail? Are the personal fields right? Does the attachment really belong here? Klarpost shows you number and reasons. A number that surprises you is a reason to look again.",
    ],
    example: {
      title: "Just a quick list",
      text: "Somebody exports 8,000 contacts “for comparison” and mails the file to an agency. The agency only needed the number of contacts by federal state. A report of 16 lines would have done, and not one address would have left the house.",
    },
    remember: "The safest copy is the one that was never made.",
  },
  {
    id: "incident",
    title: "When something goes wrong",
    paragraphs: [
      "A breach is not only the great hacker attack. A mail to the wrong list, a lost laptop, a name in the wrong salutation for a thousand people, a table deleted without backup: whenever data are lost, altered or reach somebody they should not, their protection is breached (Article 4(12) GDPR).",
      "From the moment somebody in the house notices, 72 hours run until the authority is told (Article 33 GDPR), through weekends too. Where the risk is high, the people concerned must be told as well (Article 34). Nothing is notified where a risk is unlikely; that is put down too, with the reason.",
      "So speed counts more than completeness. Stop what is still running: sending can be stopped with one click. Tell somebody at once, the data protection officer or your manager. Delete nothing to undo it; we need the traces to help.",
      "Whoever reports a mistake has done right. Near misses belong in the register too, because we learn from them at the lowest price.",
    ],
    example: {
      title: "Friday, 5 pm",
      text: "An invitation for customers went to the list of prospects, with contract numbers in the salutation. The colleague stops sending after 400 mails and calls the data protection officer. The register shows: due Monday, 5 pm. Because he called at once, the whole weekend remains to examine it.",
    },
    remember: "Stop, tell somebody, cover nothing up. The clock runs from noticing.",
  },
];

export const questionsEn: Question[] = [
  {
    id: "permission",
    question:
      "A prospect gave you their business card at an event. May they receive the newsletter?",
    answers: [
      "Yes, whoever hands over a card consents by that.",
      "Only once they sign up themselves and confirm it.",
      "Yes, if the first mail has an unsubscribe link.",
    ],
    explanation:
      "The card does not say that they want advertising by e-mail. It takes an act of their own for this purpose and a proof. The unsubscribe link is mandatory, but does not replace consent.",
  },
  {
    id: "covert",
    question:
      "Somebody subscribed to the newsletter but did not tick the box for analysis. What may you measure?",
    answers: [
      "This person's opens and clicks, because they subscribed.",
      "Opens yes, clicks no.",
      "Nothing that leads back to this person; only totals that concern nobody in particular.",
    ],
    explanation:
      "Sending and analysing are two purposes with two consents. Without the second there are only totals from which nobody can infer a person.",
  },
  {
    id: "tools",
    question:
      "A free extension for your mail program shows when customers open your mails. What do you do?",
    answers: [
      "I do not use it, and I ask before I connect a tool with Klarpost or my mailbox.",
      "I use it only with customers I know well.",
      "I use it and mention it in my signature.",
    ],
    explanation:
      "Such extensions put a pixel into every mail and often pass the data on. The company is responsible. A line in the signature is no consent.",
  },
  {
    id: "rights",
    question: "A customer writes: “Where did you get my address, actually?” What is this?",
    answers: [
      "A complaint that should be answered politely.",
      "Nothing formal, as long as she does not mention the GDPR.",
      "A request for access: enter it at once, answer within a month at the latest.",
    ],
    explanation:
      "A request needs neither form nor article. The source of data is part of access (Article 15(1)(g) GDPR), and the time runs from its arrival.",
  },
  {
    id: "incident",
    question: "On Friday evening you notice that a mail is going to the wrong list. What first?",
    answers: [
      "Find out on Monday what happened, and then decide.",
      "Stop sending and tell somebody at once; the 72 hours are running already.",
      "Send a second mail asking to delete the first.",
    ],
    explanation:
      "The time is counted in hours and runs through the weekend. Stopping limits the damage, telling somebody buys time. A hasty second mail often makes it worse.",
  },
];

export const promiseEn =
  "I have worked through the course myself. I process personal data only as instructed and for my task, treat them as confidential even after my work here ends, and use no tools that watch recipients in secret (Articles 29 and 32(4) GDPR).";
