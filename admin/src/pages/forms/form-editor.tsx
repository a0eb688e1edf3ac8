import { Button } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import type { Crumb } from "../../ui/index.ts";
import { ApiError } from "../../api/index.ts";
import { Card, Grid, Page, Problem, useTexts } from "../../ui/index.ts";
import { isExchangeComplete, type FormDraft } from "./form-draft.ts";
import { FormPreview } from "./form-preview.tsx";
import {
  FieldSection,
  OfferSection,
  ReturnSection,
  WebsiteSection,
  WordSection,
} from "./form-sections.tsx";
import { AgeSection, HiddenSection, WorkSection } from "./form-extras.tsx";
import "./forms.css";
import { texts } from "./texts.ts";
import { useFormErrors } from "./use-form-errors.ts";
import { WayOut } from "./way-out.tsx";

/** The settings of a form at the left, the page that visitors see at the right. */
export function FormEditor(props: {
  title: string;
  formId?: string;
  draft: FormDraft;
  onChange: (draft: FormDraft) => void;
  dirty: boolean;
  /** Without it the form can be looked at only. */
  onSave?: () => void;
  saving: boolean;
  error: Error | null;
  saveLabel: string;
  actions?: ReactNode;
  notices?: ReactNode;
  /** Between heading and settings: the views of a form that exists. */
  tabs?: ReactNode;
  /** Another view in place of settings and preview. */
  instead?: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const words = useFormErrors();
  const { draft, onChange, onSave, dirty } = props;
  useWarnOfUnsaved(dirty && onSave !== undefined && draft.name !== "");
  const patch = (change: Partial<FormDraft>): void => onChange({ ...draft, ...change });
  const ready =
    draft.name.trim().length >= 2 && draft.lists.length > 0 && isExchangeComplete(draft);
  const crumbs: Crumb[] = [
    { label: t("section"), to: "/lists" },
    { label: t("title"), to: "/lists/forms" },
  ];
  const rule = props.error instanceof ApiError ? String(props.error.problem["rule"] ?? "") : "";
  return (
    <Page
      title={props.title}
      crumbs={crumbs}
      actions={
        <>
          {props.actions}
          {onSave && (
            <Button
              variant="filled"
              disabled={!ready || !dirty}
              loading={props.saving}
              onClick={onSave}
            >
              {props.saveLabel}
            </Button>
          )}
        </>
      }
    >
      {props.tabs}
      <div className="k-stack-lg">
        {props.notices}
        {props.error && (
          <div className="k-stack">
            <Problem error={props.error} words={words} />
            <div>
              <WayOut rule={rule} />
            </div>
          </div>
        )}
        {props.instead ?? (
          <Grid>
            <fieldset className="c6 f-plain f-column" disabled={onSave === undefined}>
              <Card title={t("sections.what")}>
                <OfferSection draft={draft} patch={patch} />
              </Card>
              <Card title={t("sections.fields")}>
                <div className="k-stack-lg">
                  <FieldSection draft={draft} patch={patch} />
                  <AgeSection draft={draft} patch={patch} />
                </div>
              </Card>
              <Card title={t("sections.words")}>
                <WordSection draft={draft} patch={patch} />
              </Card>
              <Card title={t("sections.exchange")}>
                <ReturnSection draft={draft} patch={patch} />
              </Card>
              <Card title={t("sections.embed")}>
                <WebsiteSection draft={draft} patch={patch} />
              </Card>
              <Card title={t("sections.hidden")}>
                <HiddenSection draft={draft} patch={patch} />
              </Card>
              <Card title={t("sections.guard")}>
                <WorkSection draft={draft} patch={patch} />
              </Card>
            </fieldset>
            <div className="c6">
              <FormPreview draft={draft} {...(props.formId && { formId: props.formId })} />
            </div>
          </Grid>
        )}
      </div>
    </Page>
  );
}

/** The browser asks before it leaves the page with something unsaved. */
function useWarnOfUnsaved(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);
}
