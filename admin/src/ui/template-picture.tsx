import { useMemo, type ReactNode } from "react";
import type { TemplateSummary, TemplateView } from "../../../contract/templates.ts";
import { useApiQuery, useSession } from "../api/index.ts";
import { useFormat } from "../i18n/index.ts";
import { ScaledMail } from "./scaled-mail.tsx";

const PAPER_WIDTH = 680;

/** What a template looks like: its picture, or its content made small. A picture only, out of reach of keys and pointer. */
export function TemplatePicture({ template }: { template: TemplateSummary }): ReactNode {
  if (template.picture !== null)
    return (
      <span className="k-template">
        <img src={template.picture} alt="" loading="lazy" decoding="async" />
      </span>
    );
  return (
    <span className="k-template" inert aria-hidden="true">
      <Content id={template.id} />
    </span>
  );
}

function Content({ id }: { id: string }): ReactNode {
  const whole = useApiQuery<TemplateView>(`/templates/${id}`);
  const html = useExampleWords(whole.data);
  return html === "" ? null : <ScaledMail html={html} width={PAPER_WIDTH} cropAt={480} />;
}

/** The content with example words in place of the merge fields. */
export function useExampleWords(template: TemplateView | undefined): string {
  const { account, me } = useSession();
  const format = useFormat();
  const today = format.dateLong(me.now);
  return useMemo(() => {
    if (!template) return "";
    const words: Record<string, string> = {
      "account.name": account.name,
      "mailing.date": today,
      "contact.salutation_line":
        template.locale === "de" ? "Guten Tag Frau Beispiel" : "Hello Ms Example",
      "list.name": "Newsletter",
    };
    return template.html
      .replace(/\{%[^%]*%\}/g, "")
      .replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, (_, field: string) => escapeHtml(words[field] ?? ""));
  }, [template, account.name, today]);
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
