import ky from "ky";

const fields = { number: "84933313000", type: "text", message: "hello", instance_id: "6A0B1C2D3E4F5", access_token: "c0ffee" };
await ky.post(`${location.origin}/api/send`, { body: new URLSearchParams(fields) }).json();
