import type { PreferenceTexts } from "./texts-de.ts";

/** Words of the preference pages in English. */
export const en: PreferenceTexts = {
  unsubscribe: {
    title: "Unsubscribe",
    heading: (list?: string) =>
      list === undefined
        ? "Would you like to unsubscribe?"
        : `Would you like to unsubscribe from “${list}”?`,
    campaignTitle: "Unsubscribe from offers",
    campaignHeading: "Would you like to stop receiving these e‑mails?",
    campaignLead:
      "One click is enough. It takes effect at once and is about you personally; newsletters you ordered keep coming. You need not give a reason.",
    customerTitle: "Object to advertising",
    customerHeading: "Would you like to receive no more offers as a customer?",
    lead: "One click is enough. It takes effect at once, and you need not give a reason.",
    button: "Unsubscribe now",
    keep: "You would rather change nothing? Then simply close this page.",
  },
  unsubscribed: {
    title: "You are unsubscribed",
    heading: (list?: string) =>
      list === undefined ? "You are unsubscribed." : `You are unsubscribed from “${list}”.`,
    newsletter:
      "This takes effect at once and for this newsletter only. Newsletters on other topics that you subscribed to will continue.",
    newsletterAll:
      "This takes effect at once. The newsletter no longer exists as it was, so to be safe we have taken this address off all our newsletters.",
    campaignHeading: "Your unsubscription is noted.",
    campaign:
      "You will receive no more offers of this kind from us. Do other people use this e‑mail address, too? Then offers that are not addressed to you may still arrive here.",
    customerTitle: "Your objection is noted",
    customerHeading: "Your objection is noted.",
    customer:
      "We will no longer use this e‑mail address to send you similar offers of our own. Newsletters that you ordered yourself will continue.",
    noMail: "We will not send you an e‑mail to confirm this.",
    thanks: "Thank you for reading us.",
    undo: "Undo",
    undoHint: (time: string) =>
      `Unsubscribed by mistake? Until ${time} one click brings your subscription back. The analysis of your use stays off.`,
    campaignUndoHint: (time: string) =>
      `Unsubscribed by mistake? Until ${time} one click takes it back. The analysis of your use stays off.`,
    customerUndoHint: (time: string) =>
      `Objected by mistake? Until ${time} one click takes the objection back.`,
    more: "Would you like to change anything else?",
    allTitle: "All newsletters",
    allText: (names: string) => `You still receive ${names}.`,
    allTextUnknown: "If you ordered other newsletters from us, this ends all of them at once.",
    allButton: "Unsubscribe from all newsletters",
    objectTitle: "No more advertising",
    objectText: "You object to any advertising from us to this address.",
    objectButton: "Receive no more advertising",
    settings: "See all settings",
  },
  undone: {
    title: "Your subscription continues",
    heading: (list?: string) =>
      list === undefined ? "Good to have you back." : `You will receive “${list}” again.`,
    lead: "Your subscription continues as if nothing had happened. You need not confirm anything.",
    text: "Only the analysis of your use stays off. Whether to allow it again is for you to decide under “Manage”.",
    tooLateTitle: "It is too late to undo this",
    tooLateLead:
      "There were 30 minutes to do so. Would you like the newsletter back? Simply sign up again.",
    signUp: "Sign up again",
    campaignTitle: "Your unsubscribe is taken back",
    campaignHeading: "Good to have you with us.",
    campaignLead: "You receive our offers again, as if nothing had happened.",
    campaignText:
      "Only the analysis of your use stays off. You can unsubscribe at any time with the link in each of these e‑mails.",
    campaignTooLate:
      "There were 30 minutes for that. Your unsubscribe stands; just write to us if you would like our offers after all.",
    customerTitle: "Your objection is taken back",
    customerHeading: "Your objection is taken back.",
    customerLead: "We may send you similar offers of our own again.",
    customerText:
      "You can object again at any time: with the link in each of these e‑mails, or by simply writing to us.",
    customerTooLate:
      "There were 30 minutes to do so. Your objection stands; simply write to us if you would like to receive our offers after all.",
  },
  receipt: {
    time: "Time",
    address: "E‑mail address",
    number: "Receipt number",
    keep: "Print or save this page if you would like a receipt. We do not send an e‑mail about it.",
    allTitle: "Unsubscribed from all newsletters",
    allHeading: "You are unsubscribed from all newsletters.",
    allLead: "This takes effect at once. We will not send you an e‑mail to confirm it.",
    allEnded: "Ended",
    objectTitle: "No more advertising",
    objectHeading: "We will send you no more advertising.",
    objectLead:
      "Your objection takes effect at once and for any advertising from us to this address.",
    objectText:
      "To keep it that way we note your address on a suppression list, and use it for nothing else. Messages about current contracts may still arrive; they contain no advertising.",
    trackingTitle: "Analysis switched off",
    trackingHeading: "The analysis of your use is off.",
    trackingLead:
      "This takes effect at once, also for e‑mails you already have. Your newsletters will continue as before.",
    deleted: "Deleted",
    deletedNothing: "Nothing had been stored",
    deletedSoon: "All analysis data, within a minute",
    kept: "Kept",
    keptText: "only the proof that and when you agreed and withdrew; under seal",
    opens: ["open", "opens"],
    clicks: ["click", "clicks"],
    others: ["request by a machine or uncertain", "requests by machines or uncertain"],
    settings: "See my settings",
  },
  access: {
    title: "Open my settings",
    heading: "Your settings, without a password.",
    lead: "We send you a link. It leads to everything we have stored about your address.",
    request: "Request access",
    email: "E‑mail address",
    hint: (minutes: number) =>
      `The link is valid for ${minutes} minutes and for this address only.`,
    button: "Send me the link",
    neutral:
      "Out of respect for your privacy we always show the same answer here, whether we know the address or not.",
    summary: "Please have another look",
    errors: {
      email_missing: "Please enter your e‑mail address.",
      email_invalid: "This e‑mail address is not complete. It looks like this: name@example.org",
      form_expired: "The page was open for a long time. Please send the form once more.",
      too_fast: "That was very quick. Please check your entry and send the form once more.",
    },
    honeypot: "Please leave this field empty",
    sentTitle: "Please look in your inbox",
    sentLead:
      "If we know the address you gave, your link is on its way there. It usually arrives within a minute.",
    sentHint:
      "Nothing there? Please look in your spam folder, too. If we have nothing stored about the address, we send no e‑mail.",
    again: "Enter another address",
  },
  stale: {
    title: "Please get yourself a fresh link",
    lead: "This link is more than 30 days old. In case the e‑mail was forwarded, nobody but you should see your data.",
    text: "We send the new link to the address the e‑mail went to. You need not type anything.",
    button: "Send a new link",
    always: "This works with the old link, too, at any time:",
    trackingTitle: "Analysis of my use",
    trackingText:
      "Takes effect at once, also for e‑mails you already have. The newsletter continues.",
    trackingButton: "Switch analysis off",
    leaveTitle: "Newsletter",
    leaveText: "Takes effect at once for the newsletter this link came from.",
    leaveButton: "Unsubscribe",
    sentTitle: "Your link is on its way",
    sentLead: "We have sent it to the address the original e‑mail went to.",
  },
  question: {
    title: "A question for you",
    heading: "May we analyse what you read?",
    lead: (list?: string) =>
      list === undefined
        ? "You receive e‑mails from us. So far we do not know which topics in them interest you. We would like to change that only with your permission."
        : `You receive our newsletter “${list}”. So far we do not know which topics in it interest you. We would like to change that only with your permission.`,
    yesTitle: "If you agree",
    yesText:
      "We see whether and when you open the newsletter and which links you click, and choose topics and time accordingly.",
    noTitle: "If you decline",
    noText:
      "You receive the same newsletter, complete and without any disadvantage. We will ask again after a year at the earliest.",
    wording: "The exact wording",
    withdraw:
      "You can withdraw your consent at any time with effect for the future: under “Manage” or with “Tracking settings” in every e‑mail.",
    agree: "Yes, I agree",
    decline: "No, I decline",
    close: "If you close this page, everything stays as it is: nothing is analysed.",
    details: "You will find the details in our ",
    detailsLink: "privacy notice",
    grantedTitle: "Thank you for your trust",
    grantedLead:
      "From now on we record whether and when you open our e‑mails and which links you click.",
    grantedText:
      "You can switch this off at any time with one click, without losing the newsletter. We will then delete the analysis data we have stored.",
    refusedTitle: "Everything stays as it is",
    refusedLead:
      "We analyse nothing. Your newsletter continues as before, complete and without any disadvantage.",
    refusedText:
      "We will ask you again after a year at the earliest. You can decide otherwise at any time under “Manage”.",
    renewedLead:
      "You have already agreed to the analysis. Something important has changed since. Your earlier consent does not cover it, so we ask again.",
    renewedNo:
      "Your earlier consent stays valid, exactly as far as what you read then. You can switch the analysis off altogether under “Manage”.",
    renewedClose: "If you close this page, everything stays as it is.",
    keptTitle: "It stays as it was",
    keptLead:
      "We do not analyse what is new. Your earlier consent stays valid, as far as it went then.",
    keptText:
      "We will ask you again after a year at the earliest. You can switch the analysis off altogether at any time under “Manage”.",
    settings: "See my settings",
  },
  address: {
    title: "Confirm new address",
    heading: "Is this your new address?",
    lead: "Once you confirm, we will write to this address only.",
    old: "So far",
    new: "From now on",
    button: "Yes, confirm the address",
    until: (moment: string) => `The link is valid until ${moment}.`,
    notMe: "You did not ask for this? Then simply close this page. Everything stays as it is.",
    doneTitle: "Your new address is in use",
    doneLead:
      "Your newsletters and settings have moved along. We no longer write to the old address.",
    settings: "See my settings",
  },
  erase: {
    title: "Delete everything",
    heading: "Would you like to delete everything?",
    lead: "We delete your data at once. This cannot be undone.",
    goes: "What will be deleted",
    goesItems: [
      "your address, your name and all other details",
      "your newsletter subscriptions",
      "all analysis of your use",
    ],
    stays: "What stays, and why",
    button: "Delete everything for good",
    back: "Delete nothing, go back",
    doneTitle: "Your data is deleted",
    doneLead: "Nothing is stored about your address any more except what we are obliged to keep.",
    doneStays: "What we keep:",
    doneGone: "We have erased:",
    counts: {
      details: (count) => `Details about you: ${count}`,
      lists: (count) => `Newsletters: ${count}`,
      uses: (count) => `Analyses of your use: ${count}`,
      mails: (count) => `Entries about e‑mails to you: ${count}`,
      purchases: (count) => `Purchases, contracts and data from other systems: ${count}`,
      rest: (count) => `Further entries: ${count}`,
    },
  },
  manage: {
    title: "Your settings",
    lead: "Everything you have allowed, and everything we know. One click changes it at once.",
    seeing: "You are seeing the data of",
    until: (moment: string) => `This access is valid until ${moment}.`,
    sections: "Sections",
    newsletters: "Newsletters",
    nothing: "You are not subscribed to any newsletter here, so there is nothing to leave.",
    nothingMore: "If you do not want any in future either, choose below",
    noLists: "There are no newsletters here at the moment.",
    on: "on",
    off: "off",
    since: (day: string) => `subscribed since ${day}`,
    pending: "not yet confirmed; the confirmation e‑mail is on its way",
    none: "not subscribed",
    join: "By switching it on you declare:",
    leave:
      "Switching off means withdrawing: at any time, with effect for the future and without giving a reason.",
    leaveAll: "Unsubscribe from all newsletters",
    tracking: "Analysis of my use",
    trackingOn:
      "While the switch is on, we see whether and when you open our e‑mails and which links you click. That helps us send you what interests you.",
    trackingOff:
      "Currently off: we do not see whether you open our e‑mails or what you click in them. You receive your newsletters in full all the same.",
    trackingOffNote:
      "Switching off takes effect at once, also for e‑mails you already have. We delete the stored analysis data. Your newsletters continue as before.",
    trackingOnNote:
      "Switching on is optional and not a condition for the newsletter. You can withdraw at any time with effect for the future: here or with “Tracking settings” in every e‑mail.",
    trackingFresh: "To switch it on, we first send you a fresh link to be on the safe side.",
    accepted: "What exactly have I allowed?",
    acceptedMeta: (version: number, moment: string, source: string) =>
      `Version ${version}, given on ${moment} ${source}`,
    person: "Name and address",
    salutation: "Title",
    salutations: { "": "not stated", frau: "Ms", herr: "Mr", divers: "Mx" },
    firstName: "First name",
    lastName: "Last name",
    language: "Language",
    languages: { "": "not given", de: "German", en: "English" },
    requests: "Your requests",
    requestKinds: {
      access: "Access and a copy",
      portability: "Take data along",
      rectification: "Correction",
      erasure: "Erasure",
      restriction: "Lock",
      objection: "Objection",
      withdrawal: "Withdrawal of a consent",
    },
    requestMeta: (number, day) => `${number}, received on ${day}.`,
    requestStates: {
      received: (due) => `Answer by ${due}.`,
      identified: (due) => `In work, answer by ${due}.`,
      working: (due) => `In work, answer by ${due}.`,
      answered: () => "Answered.",
      refused: () => "Refused; we have written to you why.",
      closed: () => "Closed.",
    },
    proveText: "Is the request yours? One click is enough, without an identity card.",
    prove: "Yes, this request is mine",
    saveNames: "Save details",
    newAddress: "New e‑mail address",
    changeAddress: "Change address",
    addressHint:
      "We send a confirmation e‑mail to the new address and a note to the old one. Until you confirm, everything stays as it is.",
    stored: "What we have stored",
    events: "Which opens and clicks are stored?",
    eventsNone: "Nothing has been recorded so far.",
    eventOpen: (mailing: string) => `“${mailing}” opened`,
    eventClick: (mailing: string) => `Clicked in “${mailing}”:`,
    eventGoal: (mailing: string) => `On the website after a click in “${mailing}”:`,
    eventLoad: (mailing: string) => `Image of “${mailing}” loaded`,
    eventCall: (mailing: string) => `Link in “${mailing}” called:`,
    eventInvisible: (mailing: string) => `Invisible link in “${mailing}” called`,
    eventBy: {
      person: () => "Person",
      machine: (reason: string) => `Machine: ${reason}`,
      uncertain: (reason: string) => `Uncertain: ${reason}`,
    },
    eventsWhy: "Person or machine?",
    eventsUnknown: (what: string) => `What we do not know: ${what}`,
    eventsRest: (count: number) =>
      count === 1 ? "One more entry is in your copy." : `${count} more entries are in your copy.`,
    history: "History of my consents",
    fresh: "See and change more",
    freshText:
      "What we have stored, a copy, deletion and a new address are shown only after a fresh link. That way nobody you forwarded this e‑mail to can see your data.",
    freshButton: "Send a fresh link",
    rights: "Copy, delete, object",
    rightToObject: "Object",
    copy: "A copy of my data",
    copyText: "Everything we have stored about you, to download",
    copyButton: (format: string) => `Copy as ${format}`,
    portable: "To take along (JSON)",
    restriction: "Lock your data",
    restrictionText: "We only store your data and send you nothing until you lift this.",
    restrictionOn:
      "Your data are locked: we only store them and send you nothing. Once lifted, everything holds again as before.",
    restrictionButton: "Lock",
    restrictionLift: "Lift the lock",
    object: "No more advertising",
    objectText:
      "You object to any advertising by e‑mail. We only remember that we no longer write to you.",
    objectedText:
      "You have objected to any advertising by e‑mail. This holds until you write to us that you would like to receive something again.",
    objectButton: "Object",
    erase: "Delete everything",
    eraseText:
      "Your data, subscriptions and analyses. Before deleting we show what has to stay for legal reasons.",
    eraseButton: "Delete …",
    notices: {
      joined: "Saved. You will receive this newsletter from the next issue on.",
      left: "Saved. You will no longer receive this newsletter.",
      tracking_on: "Saved. The analysis of your use is on.",
      tracking_off: "Saved. The analysis of your use is off, the analysis data is being deleted.",
      names_saved: "Saved. This is how we will address you.",
      address_sent: "Please look in the new inbox: an e‑mail is waiting there for you to confirm.",
      fresh_sent: "The link is on its way to your address.",
      restricted: "Saved. Your data are locked, we do not use them any more.",
      unrestricted: "Saved. The lock has been lifted.",
      proven: "Thank you. Now we know that the request is yours.",
      unchanged: "It was already set that way. Nothing was changed.",
    },
    problems: {
      email_invalid: "This e‑mail address is not complete. It looks like this: name@example.org",
      email_same: "This is your address already.",
      name_too_long: "Please shorten the name to 100 characters at most.",
      form_expired: "The page was open for a long time. Please try again.",
    },
    summary: "Please have another look",
  },
};
