import { IconFilter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Section } from "../../../../../../contract/blocks.ts";
import { useTexts } from "../../../../ui/index.ts";
import { useConditionWords } from "./condition-fields.ts";
import { conditionTexts } from "./condition-texts.ts";

/** Says of what only some recipients see who they are, and what stands there for the others. */
export function OnlyFor({
  condition,
  otherwise,
}: Pick<Section, "condition" | "otherwise">): ReactNode {
  return condition?.trim() ? <OnlyForSome condition={condition} otherwise={otherwise} /> : null;
}

function OnlyForSome(props: { condition: string; otherwise: string | undefined }): ReactNode {
  const t = useTexts(conditionTexts);
  const words = useConditionWords();
  const other = props.otherwise?.trim() ?? "";
  return (
    <p className="b-only">
      <IconFilter size={13} stroke={1.8} aria-hidden="true" />
      <span>
        {t("title")} {words(props.condition)};{" "}
        {other === ""
          ? t("elseNothing")
          : t("elseNote", { text: other.length > 60 ? `${other.slice(0, 58)}…` : other })}
      </span>
    </p>
  );
}
