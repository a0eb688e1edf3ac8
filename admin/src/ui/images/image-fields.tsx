import { Autocomplete, Checkbox, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { NewImage } from "../../../../contract/images.ts";
import { useTexts } from "../../i18n/index.ts";
import { imageTexts } from "./texts.ts";

export interface ImageDetails {
  name: string;
  alt: string;
  decorative: boolean;
  source: string;
  licence: string;
  /** YYYY-MM-DD or "". */
  expiresAt: string;
  showsPeople: boolean;
  rightsConfirmed: boolean;
}

/** Whether everything is said that an image needs (CNT-10 and the alternative text). */
export function isComplete(details: ImageDetails): boolean {
  return (
    details.name.trim() !== "" &&
    (details.decorative || details.alt.trim() !== "") &&
    details.source.trim().length >= 2 &&
    details.licence.trim().length >= 2 &&
    details.rightsConfirmed
  );
}

/** As the API takes it. */
export function asNewImage(details: ImageDetails): NewImage {
  const { expiresAt, alt, ...rest } = details;
  return {
    ...rest,
    ...(rest.decorative ? {} : { alt }),
    ...(expiresAt === "" ? {} : { expiresAt }),
  };
}

/** What is known of an image: name, alternative text, rights. */
export function ImageFields(props: {
  value: ImageDetails;
  onChange: (value: ImageDetails) => void;
  /** The rights need no confirmation as long as they are not changed. */
  withoutConfirmation?: boolean;
}): ReactNode {
  const t = useTexts(imageTexts);
  const { value } = props;
  const set = (part: Partial<ImageDetails>): void => props.onChange({ ...value, ...part });
  return (
    <div className="k-stack">
      <TextInput
        label={t("name")}
        value={value.name}
        maxLength={120}
        required
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("alt")}
        description={t("altHelp")}
        value={value.decorative ? "" : value.alt}
        maxLength={300}
        required={!value.decorative}
        disabled={value.decorative}
        onChange={(event) => set({ alt: event.currentTarget.value })}
      />
      <Checkbox
        label={t("decorative")}
        checked={value.decorative}
        onChange={(event) => set({ decorative: event.currentTarget.checked })}
      />
      <div className="i-pair">
        <Autocomplete
          label={t("source")}
          data={[
            t("sources.own"),
            t("sources.photographer"),
            t("sources.agency"),
            t("sources.stock"),
          ]}
          value={value.source}
          maxLength={200}
          required
          onChange={(source) => set({ source })}
        />
        <Autocomplete
          label={t("licence")}
          data={[
            t("licences.own"),
            t("licences.granted"),
            t("licences.royaltyFree"),
            t("licences.cc0"),
          ]}
          value={value.licence}
          maxLength={200}
          required
          onChange={(licence) => set({ licence })}
        />
      </div>
      <TextInput
        type="date"
        label={t("expires")}
        description={t("expiresHelp")}
        value={value.expiresAt}
        className="i-date"
        onChange={(event) => set({ expiresAt: event.currentTarget.value })}
      />
      <Checkbox
        label={t("people")}
        checked={value.showsPeople}
        onChange={(event) => set({ showsPeople: event.currentTarget.checked })}
      />
      {!props.withoutConfirmation && (
        <Checkbox
          label={t("rights")}
          description={t("rightsHelp")}
          checked={value.rightsConfirmed}
          required
          onChange={(event) => set({ rightsConfirmed: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}
