import { randomToken } from "../platform/index.ts";

/** A bounce as a mail server would write it (RFC 3464), to an address with the probe's token (CHK-17). Each is unique. */
export function syntheticBounce(to: string, at: Date): Buffer {
  const id = randomToken(12);
  const boundary = `probe-${id}`;
  return Buffer.from(
    [
      "From: Mail Delivery System <mailer-daemon@klarpost.invalid>",
      `To: <${to}>`,
      "Subject: Undelivered Mail Returned to Sender",
      `Date: ${at.toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <${id}@klarpost.invalid>`,
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
      "",
      `--${boundary}`,
      "Content-Type: text/plain; charset=us-ascii",
      "",
      "This is a probe of Klarpost. It shows that bounces are read.",
      "",
      `--${boundary}`,
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; klarpost.invalid",
      "",
      "Final-Recipient: rfc822; probe@klarpost.invalid",
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 probe",
      "",
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  );
}
