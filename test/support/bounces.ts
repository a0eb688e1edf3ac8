/** A bounce as a mail server writes it (RFC 3464). */
export function bounceMessage(about: {
  to: string;
  recipient: string;
  status: string;
  diagnostic: string;
  action?: string;
  messageId?: string;
}): string {
  return [
    "From: Mail Delivery System <mailer-daemon@mx.leser.example>",
    `To: <${about.to}>`,
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="grenze"',
    "",
    "--grenze",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "I'm sorry to have to inform you that your message could not be delivered.",
    "",
    `<${about.recipient}>: ${about.diagnostic}`,
    "",
    "--grenze",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.leser.example",
    "",
    `Final-Recipient: rfc822; ${about.recipient}`,
    `Action: ${about.action ?? "failed"}`,
    `Status: ${about.status}`,
    `Diagnostic-Code: smtp; ${about.diagnostic}`,
    "",
    "--grenze",
    "Content-Type: text/rfc822-headers",
    "",
    "From: Musterbank <post@musterbank.example>",
    `To: <${about.recipient}>`,
    "Subject: Marktblick",
    ...(about.messageId === undefined ? [] : [`Message-ID: <${about.messageId}>`]),
    "",
    "--grenze--",
    "",
  ].join("\r\n");
}
