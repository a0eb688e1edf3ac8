import { Button, ColorInput, SegmentedControl } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { AccountView } from "../../../../../contract/accounts.ts";
import { api, queryClient, useCan, useSession } from "../../../api/index.ts";
import {
  ChoiceCards,
  FieldWithHelp,
  FileDrop,
  Notice,
  Problem,
  useFormat,
  useTexts,
  type Locale,
} from "../../../ui/index.ts";
import { compact } from "../shared/account.ts";
import { DraftForm, Group, Line, useDraft } from "../shared/draft.tsx";
import type { FormProps } from "../shared/form-props.ts";
import { AppearancePreview } from "./appearance-preview.tsx";
import { texts } from "./appearance-texts.ts";
import { BrandKitGroup } from "./brand-kit.tsx";
import { contrast, isColour, WANTED_CONTRAST } from "./colour.ts";

const DEFAULT_COLOUR = "#0b6e6e";
const SWATCHES = [
  "#0b6e6e",
  "#1f4e8c",
  "#6b4fa0",
  "#9c2f4b",
  "#b3261e",
  "#8a5a00",
  "#2f7d4f",
  "#1b2430",
];
const LOGO_MAX_BYTES = 512 * 1024;

type Salutation = NonNullable<AccountView["theme"]["salutation"]>;
type Languages = "both" | Locale;
interface Values {
  colour: string;
  homeUrl: string;
  languages: Languages;
  salutation: Salutation;
}

/** Colour, logo and languages of the public pages. Nothing here is required. */
export function AppearanceForm({ account, problems, showAll, frame }: FormProps): ReactNode {
  const t = useTexts(texts);
  const draft = useDraft<Values>(account, valuesOf, (value, present) => ({
    theme: {
      ...compact({ homeUrl: value.homeUrl }),
      ...(present.theme.colourDark ? { colourDark: present.theme.colourDark } : {}),
      ...(isColour(value.colour) ? { colour: value.colour } : {}),
      salutation: value.salutation,
      locales:
        value.languages === "both"
          ? [present.locale, present.locale === "de" ? "en" : "de"]
          : [value.languages],
    },
  }));
  const { value, set, save } = draft;
  return frame(
    save,
    <DraftForm save={save} problems={problems} showAll={showAll}>
      <Group title={t("logo")}>
        <LogoField account={account} />
      </Group>
      <Group title={t("colour")} text={t("colourText")}>
        <ColorInput
          label={t("colourLabel")}
          format="hex"
          swatches={SWATCHES}
          swatchesPerRow={8}
          withEyeDropper={false}
          closeOnColorSwatchClick
          className="set-colour"
          value={value.colour}
          onChange={(colour) => set({ colour })}
        />
        <ContrastNote colour={value.colour} />
      </Group>
      <Group title={t("mails")} text={t("mailsText")}>
        <ChoiceCards
          legend={t("salutation")}
          value={value.salutation}
          onChange={(salutation) => set({ salutation })}
          choices={(["formal", "letter", "informal"] as const).map((form) => ({
            value: form,
            title: t(`salutations.${form}.title`),
            text: t(`salutations.${form}.text`),
          }))}
        />
      </Group>
      <BrandKitGroup
        account={account}
        colour={isColour(value.colour) ? value.colour : DEFAULT_COLOUR}
      />
      <Group title={t("pages")}>
        <FieldWithHelp label={t("languages")} description={t("languagesHelp")}>
          {({ id }) => (
            <SegmentedControl
              id={id}
              aria-label={t("languages")}
              value={value.languages}
              onChange={(languages) => set({ languages: languages as Languages })}
              data={[
                { value: "both", label: t("both") },
                { value: "de", label: "Deutsch" },
                { value: "en", label: "English" },
              ]}
            />
          )}
        </FieldWithHelp>
        <Line
          path="theme.homeUrl"
          label={t("homeUrl")}
          description={t("homeUrlHelp")}
          placeholder="https://www.musterbank.example"
          inputMode="url"
          maxLength={500}
          value={value.homeUrl}
          onChange={(homeUrl) => set({ homeUrl })}
        />
      </Group>
    </DraftForm>,
    <AppearancePreview
      account={account}
      colour={isColour(value.colour) ? value.colour : DEFAULT_COLOUR}
    />,
  );
}

function valuesOf({ theme }: AccountView): Values {
  const [only, second] = theme.locales ?? [];
  return {
    colour: theme.colour?.toLowerCase() ?? DEFAULT_COLOUR,
    homeUrl: theme.homeUrl ?? "",
    salutation: theme.salutation ?? "formal",
    languages: only === undefined || second !== undefined ? "both" : only,
  };
}

function ContrastNote({ colour }: { colour: string }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  if (!isColour(colour)) return <Notice tone="wait">{t("noColour")}</Notice>;
  const ratio = contrast(colour, "#ffffff");
  const shown = format.number(Math.floor(ratio * 10) / 10, 1);
  return ratio >= WANTED_CONTRAST ? (
    <p className="k-small k-muted">{t("contrastGood", { ratio: shown })}</p>
  ) : (
    <Notice tone="wait" title={t("contrastLow", { ratio: shown })}>
      {t("contrastLowText")}
    </Notice>
  );
}

function LogoField({ account }: { account: AccountView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const { account: chosen } = useSession();
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<unknown>();
  const store = (answer: { logoUrl: string | null }): void => {
    queryClient.setQueryData<AccountView>([chosen.id, "/account"], (before) =>
      before ? { ...before, logoUrl: answer.logoUrl } : before,
    );
  };
  const attempt = async (work: () => Promise<{ logoUrl: string | null }>): Promise<void> => {
    setError(undefined);
    try {
      store(await work());
    } catch (problem) {
      setError(problem);
    } finally {
      setFile(null);
      setProgress(undefined);
    }
  };
  const upload = (picked: File | null): void => {
    if (!picked) return;
    setFile(picked);
    setProgress(0);
    void attempt(() => api.upload("/account/logo", picked, { onProgress: setProgress }));
  };
  const remove = (): void =>
    void attempt(() => api.delete<{ logoUrl: string | null }>("/account/logo"));
  return (
    <>
      {error !== undefined && (
        <Problem
          error={error}
          words={{ picture_not_accepted: t("logoRefused"), too_large: t("logoTooLarge") }}
        />
      )}
      {account.logoUrl && !file ? (
        <div className="set-logo">
          <img src={account.logoUrl} alt={t("logoAlt", { name: account.name })} />
          {can("account.manage") && <Button onClick={remove}>{t("logoRemove")}</Button>}
        </div>
      ) : (
        <FileDrop
          label={t("logo")}
          accept=".png,.jpg,.jpeg,.gif,.webp"
          maxBytes={LOGO_MAX_BYTES}
          text={t("logoText")}
          file={file}
          onFile={upload}
          {...(progress === undefined ? {} : { progress })}
        />
      )}
    </>
  );
}
