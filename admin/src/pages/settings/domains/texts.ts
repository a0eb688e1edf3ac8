import { defineTexts } from "../../../ui/index.ts";

export const texts = defineTexts("settings-domains", {
  de: {
    title: "Versanddomains",
    meta: "Die Domains Ihrer Absender und was davon im DNS stehen muss.",
    emptyTitle: "Noch keine Versanddomain",
    emptyText: "Legen Sie einen Absender an. Die Domain seiner Adresse erscheint dann hier.",
    toSenders: "Zu den Absendern",
    ready: "bereit",
    missing_one: "1 fehlt",
    missing_other: "{{count}} fehlen",
    unchecked: "nicht geprüft",
    alarm: "Fehler gemeldet",
    checkedAt: "Geprüft {{at}}",
    neverChecked: "Noch nie geprüft",
    check: "Jetzt prüfen",
    checking: "Klarpost fragt das DNS …",
    checkAgainText:
      "Änderungen im DNS brauchen meist Minuten, manchmal einige Stunden. Klarpost sieht von selbst einmal am Tag nach.",
    step1: "Domain",
    step1Text: "Sie kommt aus Ihrem Absender.",
    step2: "Einträge veröffentlichen",
    step2Text: "{{done}} von {{all}} nötigen Einträgen gefunden.",
    step3: "Prüfen",
    step3Text: "Klarpost prüft wie ein strenger Empfänger.",
    step4: "Fertig",
    step4Done: "Mails dieser Domain weisen sich aus.",
    step4Open: "Solange etwas fehlt, geht im Echtbetrieb nichts hinaus.",
    recordsTitle: "Einträge im DNS",
    recordsText: "Tragen Sie diese Werte dort ein, wo Ihre Domain verwaltet wird.",
    dnsHost: "Wo liegt Ihr DNS?",
    dnsHostFound: "Erkannt an den Nameservern: {{host}}.",
    dnsHostUnknown: "Klarpost konnte den Anbieter nicht erkennen.",
    zone: "Allgemein (Zonendatei)",
    hosts: {
      ionos: "IONOS",
      strato: "Strato",
      hetzner: "Hetzner",
      cloudflare: "Cloudflare",
      inwx: "INWX",
      netcup: "netcup",
      route53: "AWS Route 53",
    },
    hint: {
      zone: "Eine Zeile je Eintrag, Werte über 255 Zeichen schon geteilt.",
      ionos:
        "Domains & SSL › Domain › DNS › Record hinzufügen, Typ wie angegeben. Den Wert ohne Anführungszeichen und am Stück einfügen.",
      strato:
        "Domainverwaltung › Domain › DNS › TXT-Records verwalten. Das Präfix ohne Ihre Domain; leer heißt: für die Domain selbst. Bei MX-Einträgen unter „Mailserver“.",
      hetzner:
        "DNS Console › Zone › Records. Lange Werte mit den Anführungszeichen einfügen, sonst werden sie abgeschnitten.",
      cloudflare:
        "DNS › Records › Add record. Den Inhalt ohne Anführungszeichen; Cloudflare teilt lange Werte selbst.",
      inwx: "Nameserver › Domain › Neuer Eintrag. Der Name ohne Ihre Domain; leer heißt: für die Domain selbst.",
      netcup:
        "CCP › Domains › DNS. Ins Feld „Host“ der Name, ins Feld „Destination“ der Wert am Stück.",
      route53:
        "Hosted zones › Create record. Den Wert mit den Anführungszeichen einfügen, lange Werte sind schon geteilt.",
    },
    field: {
      line: "Zeile",
      hostname: "Hostname",
      prefix: "Präfix",
      name: "Name",
      host: "Host",
      value: "Wert",
      content: "Inhalt",
      target: "Destination",
      priority: "Priorität",
    },
    fieldEmpty: "(leer lassen)",
    type: "Typ",
    copyField: "{{field}} kopieren",
    found: "Gefunden",
    notLooked: "Klarpost hat noch nicht nachgesehen.",
    status: {
      match: "stimmt",
      missing: "fehlt",
      different: "weicht ab",
      not_checked: "nicht geprüft",
      optional: "freiwillig",
    },
    showRecord: "Eintrag anzeigen",
    optionalShow_one: "1 Eintrag anzeigen",
    optionalShow_other: "{{count}} Einträge anzeigen",
    optionalTitle: "Freiwillige Einträge",
    optionalText:
      "Ohne sie wird versendet. Sie machen Fälschungen schwerer oder helfen bei der Fehlersuche.",
    record: {
      spf: "SPF: wer für Sie senden darf",
      dkim: "DKIM: Ihre Unterschrift",
      dmarc: "DMARC: was bei Fälschungen geschieht",
      bounce_mx: "MX: wohin Rückläufer gehen",
      bounce_spf: "SPF der Rückläufer-Domain",
      dmarc_reports: "Erlaubnis für DMARC-Berichte",
      tls_rpt: "TLS-Berichte",
      mta_sts: "MTA-STS: nur verschlüsselt empfangen",
      bimi: "BIMI: Ihr Logo im Postfach",
    },
    why: {
      spf: "Nennt die Server, die Mails mit Ihrer Domain verschicken dürfen. Ohne ihn halten Empfänger Ihre Mails leichter für gefälscht.",
      dkim: "Mit dem Schlüssel prüfen Empfänger, dass eine Mail von Ihnen stammt und unterwegs nicht verändert wurde. Ohne ihn weisen Gmail, Yahoo und Microsoft Ihre Mails ab.",
      dmarc:
        "Sagt Empfängern, was mit Mails geschehen soll, die sich fälschlich auf Sie berufen, und wohin Berichte gehen. Ohne ihn weisen die großen Anbieter Newsletter ab.",
      bounce_mx:
        "Führt Unzustellbarkeitsmeldungen zu Klarpost. Ohne ihn erfahren Sie nicht, welche Adressen es nicht mehr gibt.",
      bounce_spf:
        "SPF gilt für die Adresse auf dem Umschlag, und die liegt in dieser Domain. Ohne ihn schlägt die SPF-Prüfung fehl.",
      dmarc_reports:
        "Die Berichte gehen an eine fremde Domain, und die muss zustimmen. Ohne diesen Eintrag schicken viele Anbieter keine.",
      tls_rpt:
        "Damit melden Anbieter, wenn die verschlüsselte Zustellung an Ihre Rückläufer-Domain misslingt. Ohne ihn bleibt das unbemerkt.",
      mta_sts:
        "Verlangt von fremden Mailservern, Rückläufer nur verschlüsselt zu schicken. Ohne ihn genügt ihnen auch Klartext. Die Richtlinie veröffentlicht Ihr Webserver unter mta-sts.<Domain>.",
      bimi: "Zeigt in manchen Postfächern Ihr Logo. Ohne ihn steht dort nur ein Buchstabe. Verlangt DMARC mit „p=quarantine“ oder strenger; Gmail verlangt zusätzlich ein Zertifikat.",
    },
    bounceTitle: "Rückläufer",
    bounceText:
      "Jede Mail bekommt eine eigene Rücksendeadresse unter {{domain}}. So ordnet Klarpost Unzustellbarkeitsmeldungen sicher zu.",
    bounceOn: "Eigene Domain für Rückläufer verwenden",
    bounceNone:
      "Diese Installation nimmt keine Mails an; Rückläufer gehen an Ihre Absenderadresse.",
    bounceInUse: "in Gebrauch",
    bounceWaiting: "wartet auf die Einträge",
    words: {
      key_waiting: "Ein Schlüssel dieser Art wartet schon darauf, veröffentlicht zu werden.",
      key_not_published:
        "Der Schlüssel steht noch nicht im DNS. Bitte veröffentlichen Sie ihn, und versuchen Sie es später noch einmal.",
      key_not_aligned: "DMARC dieser Domain zählt Unterschriften der Subdomain nicht („adkim=s“).",
      rsa_key_missing: "Ed25519 braucht einen RSA-Schlüssel für dieselben Mails daneben.",
      too_many_keys: "Diese Domain hat schon viele Schlüssel. Entfernen Sie zuerst zurückgezogene.",
      report_unreadable: "Das ist kein Bericht, den Klarpost lesen kann.",
      report_not_ours: "Dieser Bericht handelt von keiner Ihrer Domains.",
    },
    historyTitle: "Letzte Prüfungen",
    automatic: "von selbst",
    byHand: "von Hand",
    allFine: "alles in Ordnung",
    postmaster: "Postmaster-Werkzeuge und Beschwerdemeldungen sind eingerichtet",
    postmasterText:
      "Google Postmaster Tools, Microsoft SNDS und die Beschwerdemeldungen (FBL) von Yahoo, GMX und WEB.DE zeigen, wie Ihre Mails ankommen (CHK-18).",
    reportAlarm: "Empfänger melden Fehler",
    reportAlarmText:
      "An mindestens einem der letzten 14 Tage scheiterten 2 von 100 Mails oder mehr. Sehen Sie nach, ob es eigene Server sind, denen ein Eintrag fehlt, oder fremde, die sich für Sie ausgeben.",
  },
  en: {
    title: "Sending domains",
    meta: "The domains of your senders and what has to stand in the DNS.",
    emptyTitle: "No sending domain yet",
    emptyText: "Create a sender. The domain of its address then appears here.",
    toSenders: "To the senders",
    ready: "ready",
    missing_one: "1 missing",
    missing_other: "{{count}} missing",
    unchecked: "not checked",
    alarm: "failures reported",
    checkedAt: "Checked {{at}}",
    neverChecked: "Never checked",
    check: "Check now",
    checking: "Klarpost asks the DNS …",
    checkAgainText:
      "Changes in the DNS mostly take minutes, sometimes some hours. Klarpost looks once a day by itself.",
    step1: "Domain",
    step1Text: "It comes from your sender.",
    step2: "Publish records",
    step2Text: "{{done}} of {{all}} necessary records found.",
    step3: "Check",
    step3Text: "Klarpost checks like a strict receiver.",
    step4: "Done",
    step4Done: "Mail of this domain proves who it is from.",
    step4Open: "While something is missing, nothing leaves in live operation.",
    recordsTitle: "Records in the DNS",
    recordsText: "Enter these values where your domain is managed.",
    dnsHost: "Where is your DNS?",
    dnsHostFound: "Recognised by the name servers: {{host}}.",
    dnsHostUnknown: "Klarpost could not recognise the host.",
    zone: "General (zone file)",
    hosts: {
      ionos: "IONOS",
      strato: "Strato",
      hetzner: "Hetzner",
      cloudflare: "Cloudflare",
      inwx: "INWX",
      netcup: "netcup",
      route53: "AWS Route 53",
    },
    hint: {
      zone: "One line a record, values above 255 characters are split already.",
      ionos:
        "Domains & SSL › domain › DNS › Add record, type as given. Paste the value without quotes and in one piece.",
      strato:
        "Domain management › domain › DNS › TXT records. The prefix without your domain; empty means the domain itself. MX records stand under “Mail server”.",
      hetzner:
        "DNS Console › zone › Records. Paste long values with their quotes, otherwise they are cut off.",
      cloudflare:
        "DNS › Records › Add record. The content without quotes; Cloudflare splits long values itself.",
      inwx: "Nameserver › domain › New entry. The name without your domain; empty means the domain itself.",
      netcup:
        "CCP › Domains › DNS. The name goes into “Host”, the value in one piece into “Destination”.",
      route53:
        "Hosted zones › Create record. Paste the value with its quotes; long values are split already.",
    },
    field: {
      line: "Line",
      hostname: "Host name",
      prefix: "Prefix",
      name: "Name",
      host: "Host",
      value: "Value",
      content: "Content",
      target: "Destination",
      priority: "Priority",
    },
    fieldEmpty: "(leave empty)",
    type: "Type",
    copyField: "Copy {{field}}",
    found: "Found",
    notLooked: "Klarpost has not looked yet.",
    status: {
      match: "right",
      missing: "missing",
      different: "differs",
      not_checked: "not checked",
      optional: "optional",
    },
    showRecord: "Show record",
    optionalShow_one: "Show 1 record",
    optionalShow_other: "Show {{count}} records",
    optionalTitle: "Optional records",
    optionalText: "Mail leaves without them. They make forgeries harder or help to find faults.",
    record: {
      spf: "SPF: who may send for you",
      dkim: "DKIM: your signature",
      dmarc: "DMARC: what happens to forgeries",
      bounce_mx: "MX: where bounces go",
      bounce_spf: "SPF of the bounce domain",
      dmarc_reports: "Consent to DMARC reports",
      tls_rpt: "TLS reports",
      mta_sts: "MTA-STS: receive encrypted only",
      bimi: "BIMI: your logo in the mailbox",
    },
    why: {
      spf: "Names the servers that may send mail of your domain. Without it receivers easily take your mail for forged.",
      dkim: "With the key receivers verify that a mail is yours and was not changed on its way. Without it Gmail, Yahoo and Microsoft refuse your mail.",
      dmarc:
        "Tells receivers what to do with mail that wrongly claims to be yours, and where reports go. Without it the large providers refuse newsletters.",
      bounce_mx:
        "Leads non-delivery reports to Klarpost. Without it you do not learn which addresses no longer exist.",
      bounce_spf:
        "SPF counts for the address on the envelope, which lies in this domain. Without it the SPF check fails.",
      dmarc_reports:
        "The reports go to another domain, which has to agree. Without this record many providers send none.",
      tls_rpt:
        "With it providers report when encrypted delivery to your bounce domain fails. Without it nobody notices.",
      mta_sts:
        "Makes other mail servers send bounces encrypted only. Without it clear text is enough for them. Your web server publishes the policy under mta-sts.<domain>.",
      bimi: "Shows your logo in some mailboxes. Without it there is only a letter. Needs DMARC with “p=quarantine” or stricter; Gmail also wants a certificate.",
    },
    bounceTitle: "Bounces",
    bounceText:
      "Every mail gets a return address of its own under {{domain}}. So Klarpost safely knows which mail a non-delivery report is about.",
    bounceOn: "Use a domain of its own for bounces",
    bounceNone: "This installation takes no mail; bounces go to your sender address.",
    bounceInUse: "in use",
    bounceWaiting: "waits for the records",
    words: {
      key_waiting: "A key of this kind already waits to be published.",
      key_not_published:
        "The key does not stand in the DNS yet. Please publish it and try again later.",
      key_not_aligned:
        "DMARC of this domain does not count signatures of the sub-domain (“adkim=s”).",
      rsa_key_missing: "Ed25519 needs an RSA key for the same mail beside it.",
      too_many_keys: "This domain has many keys already. Remove withdrawn ones first.",
      report_unreadable: "This is no report that Klarpost can read.",
      report_not_ours: "This report is about none of your domains.",
    },
    historyTitle: "Last checks",
    automatic: "by itself",
    byHand: "by hand",
    allFine: "everything in order",
    postmaster: "Postmaster tools and complaint feedback are set up",
    postmasterText:
      "Google Postmaster Tools, Microsoft SNDS and the complaint feedback (FBL) of Yahoo, GMX and WEB.DE show how your mail arrives (CHK-18).",
    reportAlarm: "Receivers report failures",
    reportAlarmText:
      "On at least one of the last 14 days 2 in 100 mails or more failed. See whether it is your own servers with a record missing, or strangers that pretend to be you.",
  },
});
