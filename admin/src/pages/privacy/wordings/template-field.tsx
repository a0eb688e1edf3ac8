import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { WordingTemplates } from "../../../../../contract/consent.ts";
import { useApiQuery } from "../../../api/index.ts";
import { useTexts } from "../../../ui/index.ts";
import type { Purpose } from "./mandatory-parts.ts";
import { texts } from "./texts.ts";
import type { VersionDraft } from "./version-draft.ts";

/** The product's own texts for the purpose; one click takes them over with their scope. */
export function TemplateField(props: {
  purpose: Purpose;
  draft: VersionDraft;
  onChange: (draft: VersionDraft) => void;
}): ReactNode {
  const t = useTexts(texts);
  const templates = useApiQuery<WordingTemplates>("/wordings/templates", undefined, {
    staleTime: Infinity,
  });
  const own = (templates.data?.items ?? []).filter((item) => item.purpose === props.purpose);
  if (own.length === 0) return null;
  return (
    <div className="pv-inserts" role="group" aria-label={t("templates")}>
      <span className="k-lab">{t("templates")}</span>
      {own.map(({ name, texts: both, techniques, uses, channels }) => (
        <Button
          key={name}
          size="compact-xs"
          onClick={() =>
            props.onChange({ ...props.draft, texts: { ...both }, techniques, uses, channels })
          }
        >
          {name}
        </Button>
      ))}
    </div>
  );
}
