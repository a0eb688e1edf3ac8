import type { DemoMailing } from "./demo-accounts.ts";

const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A letter as the starting templates set it, with the example's own words. */
export function demoHtml(
  content: Pick<DemoMailing, "lead" | "paragraphs"> & { links?: DemoMailing["links"] },
  colour: string,
): string {
  const links = content.links ?? [];
  const [first, ...rest] = links;
  const button = first
    ? `<tr><td style="padding:8px 0 24px"><a href="${first.url}" style="display:inline-block;background:${colour};color:#ffffff;font:600 16px/24px Arial,Helvetica,sans-serif;padding:12px 24px;border-radius:8px;text-decoration:none">${escape(first.label)}</a></td></tr>`
    : "";
  const more = rest
    .map(
      (link) =>
        `<tr><td style="padding:0 0 12px;font:400 16px/26px Arial,Helvetica,sans-serif"><a href="${link.url}"${link.notPersonal ? ' data-klarpost-not-personal=""' : ""} style="color:${colour}">${escape(link.label)}</a></td></tr>`,
    )
    .join("\n");
  return `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(content.lead)}</title>
</head>
<body style="margin:0;padding:0;background:#FBFAF7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff;border:1px solid #E6E3DC">
<tr><td style="padding:32px 32px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="padding:0 0 16px;font:600 13px/20px Arial,Helvetica,sans-serif;color:#5B6470">{{ account.name }} · {{ mailing.date }}</td><td align="right" valign="top" style="padding:0 0 16px 12px;font:400 13px/20px Arial,Helvetica,sans-serif"><a href="{{ web_view_url }}" style="color:#5B6470">Im Browser ansehen</a></td></tr></table></td></tr>
<tr><td><h1 style="margin:0 0 16px;font:500 30px/38px Georgia,'Times New Roman',serif;color:#1B2430">${escape(content.lead)}</h1></td></tr>
<tr><td style="padding:0 0 16px;font:400 16px/26px Arial,Helvetica,sans-serif;color:#1B2430">{{ contact.salutation_line }},</td></tr>
${content.paragraphs.map((text) => `<tr><td style="padding:0 0 16px;font:400 16px/26px Arial,Helvetica,sans-serif;color:#1B2430">${escape(text)}</td></tr>`).join("\n")}
${button}
${more}
</table>
</td></tr>
<tr><td style="padding:0 32px">{{ tracking_question }}</td></tr>
<tr><td style="padding:8px 32px 32px">{{ footer }}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}
