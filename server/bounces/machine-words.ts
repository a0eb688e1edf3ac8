/*
 * How machines that report about mail introduce themselves, in their headers and in their first sentences. Own collection
 * from public reports of qmail, Exim, Postfix, Sendmail, Exchange, Domino, Courier, X.400 gateways and mailbox providers.
 */

/** Names that only a server's own reports carry. */
export const STRICT_DAEMON =
  /mailer[-_. ]?daemon|mail[-_ ]?daemon|\bdaemon@|post[ _]?master|mail delivery (?:sub)?system|mail delivery (?:service|subsystem)|mailerdaemon|\bmdaemon|mail system|delivery (?:status|subsystem|failure)/i;

/** Local parts and names that servers use as senders. */
export const DAEMON =
  /mailer[-_. ]?daemon|mail[-_ ]?daemon|\bdaemon@|post[ _]?master|mail[_ ]service|mail delivery (?:sub)?system|mail[- ]?delivery|mailerdaemon|mdaemon|system administrator|\bmail administrator|mail[- ]?system|smtp[-_ ]?(?:gateway|server)|microsoft ?exchange|symantec|internet mail delivery|\bmta\b|mail ?router|x\.?400|\bmmdf\b|deliver(?:y)?[-_]?(?:agent|subsystem|failure)|bounce|no-?reply|\bgateway\b|exchange|mailgate|mail server|administrator@|<>|mail-?robot|notification|amavis|anti-?virus/i;

/** Subjects of reports about mail that was not delivered. */
export const FAILURE_SUBJECT =
  /undeliver|un-?deliver|non[- ]?(?:remis|deliver|recapit|consegn)|(?:deliver|delivery|dsn|mail|message|e-?mail|transport|smtp)[^\n]{0,30}(?:fail|error|problem|status|notif|could not|unable|report|return|not (?:be )?deliver|undeliver|unsuccess|reject|refus|block)|failure (?:notice|delivery)|fail(?:ed|ure)[^\n]{0,20}(?:deliver|mail|message|recipient|notice)|return(?:ed|ing)?[^\n]{0,30}(?:mail|message|to sender)|\breturned\b|\bbounce|user unknown|unknown (?:user|recipient|address)|no such user|mailbox (?:full|is full|unavailable|not)|could ?n[o']t (?:be )?(?:send|deliver)|not delivered|can(?:not|'t) be (?:sent|delivered)|delivery (?:has )?(?:failed|unsuccessful|incomplete|rejected)|unzustellbar|nicht (?:zugestellt|zustellbar|[üu]bermittelt)|zustellung|fehlgeschlagen|unable to deliver|invalid (?:address|recipient)|(?:rejected|refused|blocked)|mail system error|nondeliverable|n[ãa]o entreg|no entregad|devuelto|mancata consegna|non remis|[eé]chec|rapport de non|remise|mensaje no|ne peut|impossible|受信|エラー|配信|不達|送信|未达|退信|系统退信|投递|недостав|не доставл|mail could not/iu;

/** Subjects that reports about delays, and others, carry. */
export const VAGUE_SUBJECT =
  /delay|pending|queue|warning|error|fehler|erreur|problem|status|notice|notification|attention|could not|refus|reject|blocked|denied|re:/iu;

/** Sentences only such a report has. */
export const FAILURE_BODY =
  /(?:was|were|has|have|could|can|is|are|been|be)(?: \w+){0,3} (?:not|n't|unable to|undeliver\w*)(?: \w+){0,3} (?:be )?(?:delivered|sent|reach\w*|transmitted|accept\w*)|couldn'?t (?:be )?(?:deliver|send|reach)|could not (?:be )?(?:deliver|send|reach|sent)|(?:un)?able to deliver|not be delivered|undeliver(?:able|ed)|unsuccessful|delivery (?:to the following|has failed|failed|failure|error|status|problem|attempt|of (?:this|your|the))|(?:failed|permanent|fatal|transient|delivery|following)[^.]{0,25}(?:errors?|failure|addresses|recipients?)|deliver(?:y|ed)?[^.]{0,40}(?:fail|impossible|unsuccess|abort)|(?:message|mail|e-?mail)[^.]{0,60}(?:returned|bounced|rejected|refused|undeliver|blocked|not delivered|failed|did not reach|couldn't)|did not reach|addresses? (?:had|have|with) (?:permanent|fatal|transient)|rcpt to|session (?:follows|transcript)|transcript of session|reason for (?:the )?(?:failure|return|rejection)|(?:550|551|552|553|554|571|450|451|452|421)[ -]\S|\b[45]\.\d\.\d{1,3}\b|user unknown|unknown user|no such user|mailbox (?:full|is full)|quota|unzustellbar|nicht (?:zugestellt|zustellbar|gesendet|ausgeliefert|erreich\w+)|konnte nicht|zustell\w* (?:fehl|nicht)|n'a pas (?:pu|[eé]t[eé])|n'ont pas|impossible|non remis|no (?:se ha|ha) podido|no pudo|n[ãa]o (?:p[oô]de|foi)|non (?:è stato|[eè] stata|può)|impossibile|届|配信できません|送信できません|失敗|не (?:удалось|может)|last (?:error|reason)|retry timeout|your message|original message|undelivered/iu;

/** Somebody is still trying. */
export const DELAYED =
  /(?:will|to|is|are|still|being|shall)(?: \w+){0,4} (?:continue|keep|continues|go on|be)(?:d|s)? (?:to )?(?:try|attempt|retr)\w*|will (?:be )?(?:retr|re-?tr|try again|continue|keep|re-?attempt)|(?:you )?do not need to (?:resend|re-?send|retransmit)|no action is required|(?:is|just) (?:only )?a warning|warning (?:message )?only|has (?:not yet|been delayed|not been delivered yet)|not (?:yet )?(?:been )?(?:be )?delivered (?:yet|after|within|for)[^.]{0,60}(?:will|still|hours?)|still (?:in the )?(?:queue|trying|being)|delayed? (?:\d|by|for)|temporarily delayed|delivery (?:is |has been |was )?delayed|wird weiter(?:hin)? versucht|weitere (?:zustell)?versuche|noch nicht zugestellt/i;

/** After such words nobody tries any longer, whatever was said of delays. */
export const GIVEN_UP =
  /giv(?:en|ing) up|will not be retried|won'?t be retried|could not be delivered for|retry (?:time|timeout) exceeded|permanent|has been removed|will not (?:be )?(?:try|tried|attempt|retr)|no further|expired|(?:returned|returning) (?:to sender|message)|too old|has failed|too long/i;

/** Where the returned mail begins in a notice that is all text. */
export const RETURNED_MESSAGE =
  /^(?:[->*=_ \t]{0,60}(?:this is a copy of (?:the|your) (?:message|mail)|below (?:this line|is) (?:is )?(?:a|the) copy|original (?:message|mail|header)s?(?: \w+){0,4}|(?:the )?(?:returned|unsent|undelivered|failed|rejected) (?:message|mail)(?: (?:header|text|follows|below|body|content)\w*){1,3}|copy of (?:the|your)? ?(?:original|message|mail|header)[^\n]{0,40}|(?:message|mail) (?:header|text|body|contents?)s?(?: follows?)?|start of (?:the )?(?:returned|original|message)[^\n]{0,40}|included is a copy|text of (?:the|your) (?:message|mail)|urspr(?:ü|ue|u)ngliche nachricht|kopie der|message d'origine|copie du message|mensaje original|messaggio originale|-+ ?forwarded|header follows|headers follow|unsent message|header information|received: (?:from|by|\()|=+ ?(?:original|message)|元のメール|以下は))/imu;

/** The whole sentence with the address on a line of its own: no person writes so. */
export const SENTENCE_WITH_ADDRESS =
  /(?:not be delivered|undeliverable|n'a pas pu [eê]tre d[eé]livr\w+|no (?:se )?ha podido ser entregado|nicht (?:an[^\n]{0,60})?zugestellt)[^\n]{0,40}\n\s*<?[^\s<>@]{1,128}@[^\s<>@]{1,253}>?\s*\n/i;
