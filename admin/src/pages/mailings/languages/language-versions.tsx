import { Button } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { LanguagesView } from "../../../../../contract/mailing-languages.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import {
  ButtonLink,
  ConfirmDialog,
  Link,
  Notice,
  showProblem,
  useGo,
  useTexts,
} from "../../../ui/index.ts";
import { editorPath } from "../places.ts";
import { languageTexts } from "./texts.ts";
import { useLanguages } from "./use-languages.ts";

/** The second language of a mailing: adding it, going there and back. */
export function LanguageVersions(props: {
  mailingId: string;
  locale: "de" | "en";
  readOnly: boolean;
}): ReactNode {
  const t = useTexts(languageTexts);
  const languages = useLanguages(props.mailingId);
  if (!languages) return null;
  if (languages.main)
    return (
      <Notice>
        {t(`ofMain.${props.locale}`, { name: languages.main.name })}{" "}
        <Link to={editorPath(languages.main.id)}>{t("toMain")}</Link>
      </Notice>
    );
  if (props.readOnly && !languages.other) return null;
  return (
    <section aria-labelledby="m-languages" className="k-stack">
      <div>
        <p className="m-legend" id="m-languages">
          {t("title")}
        </p>
        <p className="k-base">{t("help")}</p>
      </div>
      {languages.other ? <Version {...props} other={languages.other} /> : <AddVersion {...props} />}
    </section>
  );
}

function AddVersion(props: { mailingId: string; locale: "de" | "en" }): ReactNode {
  const t = useTexts(languageTexts);
  const go = useGo();
  const path = `/mailings/${props.mailingId}/languages`;
  const add = useApiMutation(() => api.post<LanguagesView>(path), {
    invalidates: [path],
    onError: showProblem,
    onSuccess: (made) => {
      if (made.other) go(editorPath(made.other.id));
    },
  });
  return (
    <div>
      <Button size="xs" loading={add.isPending} onClick={() => add.mutate(undefined)}>
        {t(`add.${props.locale === "de" ? "en" : "de"}`)}
      </Button>
    </div>
  );
}

function Version(props: {
  mailingId: string;
  readOnly: boolean;
  other: NonNullable<LanguagesView["other"]>;
}): ReactNode {
  const t = useTexts(languageTexts);
  const [asking, setAsking] = useState(false);
  const { other } = props;
  const path = `/mailings/${props.mailingId}/languages`;
  const remove = useApiMutation(() => api.delete(path), {
    invalidates: [path],
  });
  return (
    <>
      <p>
        {t(`has.${other.locale}`)} <b>{other.subject || t("noSubject")}</b>
      </p>
      <div className="k-row">
        <ButtonLink size="xs" to={editorPath(other.id)}>
          {t(`write.${other.locale}`)}
        </ButtonLink>
        {!props.readOnly && (
          <Button size="xs" onClick={() => setAsking(true)}>
            {t("remove")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("removeTitle")}
        action={t("remove")}
        onConfirm={() => remove.mutateAsync(undefined)}
      >
        {t("removeText")}
      </ConfirmDialog>
    </>
  );
}
