import { Button, Checkbox, Modal, NumberInput, SegmentedControl, Slider } from "@mantine/core";
import { lazy, Suspense, useState, type KeyboardEvent, type ReactNode } from "react";
import type { ImageView } from "../../../../contract/images.ts";
import { api, useApiMutation } from "../../api/index.ts";
import { useLocale, useTexts } from "../../i18n/index.ts";
import { styleNonce } from "../policy.ts";
import { Problem } from "../problem.tsx";
import { showDone } from "../toasts.tsx";
import { imageProblems, imageTexts } from "./texts.ts";

const Cropper = lazy(() => import("react-easy-crop"));

const RATIOS: Readonly<Record<string, number>> = {
  "16:9": 16 / 9,
  "4:3": 4 / 3,
  "1:1": 1,
  "3:1": 3,
};
const MAX_ZOOM = 5;
const NUDGE = 8;

/** Cuts a part out of an image: by mouse, by touch, or with arrow keys, + and −. */
export function CropDialog(props: {
  image: ImageView | null;
  onClose: () => void;
  onDone: (image: ImageView) => void;
}): ReactNode {
  const t = useTexts(imageTexts);
  return (
    <Modal
      opened={props.image !== null}
      onClose={props.onClose}
      title={t("cropTitle", { name: props.image?.name })}
      size={760}
    >
      {props.image && <CropForm image={props.image} onDone={props.onDone} />}
    </Modal>
  );
}

function CropForm(props: { image: ImageView; onDone: (image: ImageView) => void }): ReactNode {
  const t = useTexts(imageTexts);
  const locale = useLocale();
  const { image } = props;
  const [ratio, setRatio] = useState<string>("16:9");
  const [free, setFree] = useState({ width: image.width, height: image.height });
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<{ x: number; y: number; width: number; height: number }>();
  const [keep, setKeep] = useState(true);
  const aspect = RATIOS[ratio] ?? free.width / free.height;
  const cut = useApiMutation(
    () =>
      api.post<ImageView>(`/images/${image.id}/crop`, { ...rounded(area!), keepOriginal: keep }),
    {
      invalidates: ["/images", "/image-quota"],
      onSuccess: (part) => {
        showDone(t("cropped"));
        props.onDone(part);
      },
    },
  );
  const onKey = (event: KeyboardEvent): void => {
    const step = { "+": 0.2, "-": -0.2 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setZoom((value) => Math.min(MAX_ZOOM, Math.max(1, value + step)));
  };
  return (
    <div className="k-stack">
      <p className="k-small k-muted">{t("cropHelp")}</p>
      <div className="i-crop" role="presentation" onKeyDown={onKey}>
        <Suspense>
          <Cropper
            image={image.path}
            crop={crop}
            zoom={zoom}
            maxZoom={MAX_ZOOM}
            aspect={aspect}
            onCropChange={setCrop}
            onZoomChange={setZoom}
            onCropComplete={(_share, pixels) => setArea(pixels)}
            keyboardStep={NUDGE}
            nonce={styleNonce}
            cropperProps={{ "aria-label": t("cropArea"), role: "group" }}
            mediaProps={{ alt: image.alt }}
          />
        </Suspense>
      </div>
      <div className="i-cropbar">
        <SegmentedControl
          aria-label={t("ratio")}
          value={ratio}
          onChange={setRatio}
          data={[...Object.keys(RATIOS), { value: "free", label: t("free") }]}
        />
        {ratio === "free" && (
          <div className="k-row">
            <Side
              label={t("ratioWidth")}
              value={free.width}
              onChange={(width) => setFree({ ...free, width })}
            />
            <Side
              label={t("ratioHeight")}
              value={free.height}
              onChange={(height) => setFree({ ...free, height })}
            />
          </div>
        )}
        <div className="i-zoom">
          <span className="k-small" id="i-zoom">
            {t("zoom")}
          </span>
          <Slider
            thumbLabel={t("zoom")}
            aria-labelledby="i-zoom"
            min={1}
            max={MAX_ZOOM}
            step={0.1}
            label={null}
            value={zoom}
            onChange={setZoom}
          />
        </div>
      </div>
      {area && (
        <p className="k-small k-muted" role="status">
          {t("size", rounded(area))}
        </p>
      )}
      <Checkbox
        label={t("keep")}
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
      {cut.error && <Problem error={cut.error} words={imageProblems(locale)} />}
      <div className="k-row i-foot">
        <Button
          variant="filled"
          disabled={area === undefined}
          loading={cut.isPending}
          onClick={() => cut.mutate()}
        >
          {t("cropNow")}
        </Button>
      </div>
    </div>
  );
}

function Side(props: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}): ReactNode {
  return (
    <NumberInput
      label={props.label}
      size="xs"
      w={96}
      min={1}
      max={20_000}
      allowDecimal={false}
      value={props.value}
      onChange={(value) => {
        if (typeof value === "number" && value > 0) props.onChange(value);
      }}
    />
  );
}

function rounded(area: { x: number; y: number; width: number; height: number }) {
  return {
    x: Math.max(0, Math.round(area.x)),
    y: Math.max(0, Math.round(area.y)),
    width: Math.max(8, Math.round(area.width)),
    height: Math.max(8, Math.round(area.height)),
  };
}
