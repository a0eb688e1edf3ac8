import { useState, type ReactNode } from "react";
import type { WordingView } from "../../../../../contract/consent.ts";
import { api, ApiError, useApiMutation, useApiQuery } from "../../../api/index.ts";
import {
  Loaded,
  Page,
  PageSkeleton,
  Problem,
  showDone,
  useGo,
  useRouteParam,
  useTexts,
} from "../../../ui/index.ts";
import "../privacy.css";
import { places, wordingPath } from "../places.ts";
import { texts as shared } from "../texts.ts";
import { texts } from "./texts.ts";
import { bodyOf, draftFrom } from "./version-draft.ts";
import { VersionEditor } from "./version-editor.tsx";

/** Writes the next version of a wording, beginning with the newest. */
export default function NewVersionPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<{ items: WordingView[] }>("/wordings", undefined, {
    staleTime: Infinity,
  });
  return (
    <Loaded query={query} skeleton={<PageSkeleton cards={1} />}>
      {(data) => {
        const wording = data.items.find((item) => item.id === id);
        return wording ? (
          <Editor key={wording.id} wording={wording} />
        ) : (
          <Problem error={new ApiError(404, { code: "not_found" })} />
        );
      }}
    </Loaded>
  );
}

function Editor({ wording }: { wording: WordingView }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const go = useGo();
  const [before] = useState(() => draftFrom(wording));
  const [draft, setDraft] = useState(before);
  const save = useApiMutation(
    () => api.post<WordingView>(`/wordings/${wording.id}/versions`, bodyOf(draft, wording.purpose)),
    {
      invalidates: ["/wordings", "/checks", "/audit"],
      onSuccess: () => {
        showDone(t("saved"));
        go(wordingPath(wording.id));
      },
    },
  );
  return (
    <Page
      title={t("newVersionTitle", { name: wording.name })}
      crumbs={[
        { label: tShared("title"), to: places.overview },
        { label: tShared("tabs.wordings"), to: places.wordings },
        { label: wording.name, to: wordingPath(wording.id) },
      ]}
      meta={tShared(`purposes.${wording.purpose}`)}
    >
      <VersionEditor
        purpose={wording.purpose}
        draft={draft}
        onChange={setDraft}
        before={before}
        consents={wording.versions.reduce((sum, version) => sum + version.consents, 0)}
        action={t("save")}
        pending={save.isPending}
        error={save.error}
        onSave={() => save.mutate()}
      />
    </Page>
  );
}
