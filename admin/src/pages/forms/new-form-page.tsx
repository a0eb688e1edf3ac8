import { useState, type ReactNode } from "react";
import type { FormView } from "../../../../contract/signup.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { useGo, useSearch, useTexts } from "../../ui/index.ts";
import { emptyDraft, inputOf } from "./form-draft.ts";
import { FormEditor } from "./form-editor.tsx";
import { texts } from "./texts.ts";

/** Makes a form; the page appears beside it while one decides. */
export default function NewFormPage(): ReactNode {
  const t = useTexts(texts);
  const go = useGo();
  const [search] = useSearch();
  const [draft, setDraft] = useState(() => emptyDraft(search["list"] ? [search["list"]] : []));
  const create = useApiMutation(() => api.post<FormView>("/forms", inputOf(draft)), {
    invalidates: ["/forms"],
    onSuccess: (form) => go(`/lists/forms/${form.id}`, { replace: true }),
  });
  return (
    <FormEditor
      title={draft.name.trim() || t("new")}
      draft={draft}
      onChange={setDraft}
      dirty={!create.isSuccess}
      onSave={() => create.mutate()}
      saving={create.isPending}
      error={create.error}
      saveLabel={t("create")}
    />
  );
}
