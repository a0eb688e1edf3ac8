import { Select, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { WordingView } from "../../../../../contract/consent.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Card, Page, showDone, useGo, useTexts } from "../../../ui/index.ts";
import "../privacy.css";
import { places, wordingPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { purposes, type Purpose } from "./mandatory-parts.ts";
import { texts } from "./texts.ts";
import { bodyOf, emptyDraft } from "./version-draft.ts";
import { VersionEditor } from "./version-editor.tsx";

const NAME_MIN = 2;

/** Makes a wording of its own for a purpose, with its first version. */
export default function NewWordingPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const go = useGo();
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState<Purpose>("newsletter");
  const [draft, setDraft] = useState(emptyDraft);
  const save = useApiMutation(
    () =>
      api.post<WordingView>("/wordings", { name: name.trim(), purpose, ...bodyOf(draft, purpose) }),
    {
      invalidates: ["/wordings", "/checks", "/audit"],
      onSuccess: (wording) => {
        showDone(t("saved"));
        go(wordingPath(wording.id));
      },
    },
  );
  return (
    <Page
      title={t("newTitle")}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: tShared("tabs.wordings"), to: places.wordings },
      ]}
    >
      <VersionEditor
        purpose={purpose}
        draft={draft}
        onChange={setDraft}
        action={t("saveText")}
        blocked={name.trim().length < NAME_MIN}
        pending={save.isPending}
        error={save.error}
        onSave={() => save.mutate()}
      >
        <Card>
          <div className="pv-two">
            <TextInput
              label={t("name")}
              description={t("nameHelp")}
              required
              minLength={NAME_MIN}
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label={t("purpose")}
              description={t("purposeHelp")}
              allowDeselect={false}
              value={purpose}
              onChange={(value) => value && setPurpose(value as Purpose)}
              data={purposes.map((value) => ({ value, label: tShared(`purposes.${value}`) }))}
            />
          </div>
        </Card>
      </VersionEditor>
    </Page>
  );
}
