import { Button, Textarea, TextInput } from "@mantine/core";
import type { ChangeEvent, ReactNode } from "react";
import { useTexts } from "../../ui/index.ts";
import { texts } from "./blocks-texts.ts";

interface Field {
  value?: string;
  onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
}

/** Why something goes on the blacklist, and when somebody looks at it again (UNS-24). */
export function ReasonAndReview(props: { reason: Field; reviewOn: Field }): ReactNode {
  const t = useTexts(texts);
  return (
    <>
      <ReasonField
        label={t("addDialog.reason")}
        description={t("addDialog.reasonHelp")}
        {...props.reason}
      />
      <TextInput
        className="l-date"
        type="date"
        label={t("addDialog.review")}
        description={t("addDialog.reviewHelp")}
        required
        {...props.reviewOn}
      />
    </>
  );
}

/** A reason for the audit log. */
export function ReasonField(
  props: Field & { label: string; description: string; "data-autofocus"?: boolean },
): ReactNode {
  return <Textarea required minLength={3} maxLength={500} autosize minRows={2} {...props} />;
}

/** The way back and the way on, under each form about a block. */
export function BlockFoot(props: {
  submit: string;
  isPending: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-row l-foot">
      <Button onClick={props.onClose}>{t("addDialog.cancel")}</Button>
      <Button type="submit" variant="filled" loading={props.isPending}>
        {props.submit}
      </Button>
    </div>
  );
}
