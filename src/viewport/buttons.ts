/** The mouse buttons and the wheel as the viewport knows them. */
export { defaultButtons, type Buttons, type ButtonTool, type WheelAct } from '../domain/buttons';
