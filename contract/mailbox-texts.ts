/** Why a mailbox cannot be read, and what to do about it. */
export const mailboxProblems = {
  host_not_found: {
    de: "Den Server gibt es unter diesem Namen nicht. Prüfen Sie, ob er richtig geschrieben ist.",
    en: "There is no server of this name. Check its spelling.",
  },
  host_not_public: {
    de: "Der Server liegt im eigenen Netz. Wer die Installation betreibt, kann ihn mit PRIVATE_HOSTS zulassen.",
    en: "The server lies in the own network. Whoever runs the installation may allow it with PRIVATE_HOSTS.",
  },
  unreachable: {
    de: "Der Server antwortet nicht. Prüfen Sie Port und Verschlüsselung und ob eine Firewall dazwischensteht.",
    en: "The server does not answer. Check port and encryption, and whether a firewall stands between.",
  },
  tls_failed: {
    de: "Eine verschlüsselte Verbindung kam nicht zustande. Prüfen Sie Verschlüsselungsart und Port; das Zertifikat muss gültig sein und zum Servernamen passen.",
    en: "No encrypted connection came about. Check the kind of encryption and the port; the certificate must be valid and fit the server's name.",
  },
  sign_in_refused: {
    de: "Der Server lehnt die Anmeldung ab. Prüfen Sie Benutzername und Passwort. Manche Anbieter verlangen ein App-Passwort oder OAuth, oder IMAP und POP3 sind dort erst einzuschalten.",
    en: "The server refuses the sign-in. Check user name and password. Some providers want an app password or OAuth, or IMAP and POP3 have to be switched on there first.",
  },
  token_refused: {
    de: "Der Anbieter gibt kein Zugriffstoken heraus. Erteilen Sie die Zugriffserlaubnis neu, und tragen Sie das neue Aktualisierungstoken ein.",
    en: "The provider hands out no access token. Grant access anew and enter the new refresh token.",
  },
  folder_missing: {
    de: "Den Ordner gibt es in diesem Postfach nicht. Legen Sie ihn an, oder wählen Sie einen anderen.",
    en: "There is no such folder in this mailbox. Create it or choose another.",
  },
  busy: {
    de: "Das Postfach ist gerade von einem anderen Programm gesperrt. Klarpost versucht es weiter.",
    en: "Another program has locked the mailbox. Klarpost keeps trying.",
  },
  protocol: {
    de: "Der Server antwortet anders als erwartet. Prüfen Sie, ob Protokoll und Port zusammenpassen.",
    en: "The server answers unexpectedly. Check that protocol and port belong together.",
  },
  processing: {
    de: "Nachrichten ließen sich nicht verarbeiten und liegen weiter im Postfach. Klarpost versucht es weiter; Näheres steht im Protokoll des Servers.",
    en: "Messages could not be processed and still lie in the mailbox. Klarpost keeps trying; the server's log says more.",
  },
} as const satisfies Record<string, { de: string; en: string }>;

export type MailboxProblem = keyof typeof mailboxProblems;
