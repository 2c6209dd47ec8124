// The vendor's generic client for Go, as tests/peers drives it: one JSON object a line, in and out.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	util "github.com/alibabacloud-go/tea-utils/v2/service"
	"github.com/alibabacloud-go/tea/tea"
)

type call struct {
	Endpoint        string
	CaPem           string             `json:"ca_pem"`
	AccessKeyId     string             `json:"access_key_id"`
	AccessKeySecret string             `json:"access_key_secret"`
	SecurityToken   *string            `json:"security_token"`
	Signature       string             `json:"signature"`
	Action          string             `json:"action"`
	Version         string             `json:"version"`
	Query           map[string]*string `json:"query"`
	Form            map[string]string  `json:"form"`
}

type told struct {
	Ok        bool        `json:"ok"`
	Status    int         `json:"status"`
	Body      interface{} `json:"body,omitempty"`
	Code      string      `json:"code,omitempty"`
	Message   string      `json:"message,omitempty"`
	RequestId string      `json:"request_id,omitempty"`
}

func do(c call) (told, error) {
	config := &openapi.Config{
		AccessKeyId: tea.String(c.AccessKeyId), AccessKeySecret: tea.String(c.AccessKeySecret), SecurityToken: c.SecurityToken,
		Endpoint: tea.String(c.Endpoint), Ca: tea.String(c.CaPem),
	}
	if c.Signature == "rpc" {
		config.SignatureAlgorithm = tea.String("v2")
	}
	client, err := openapi.NewClient(config)
	if err != nil {
		return told{}, err
	}
	params := &openapi.Params{
		Action: tea.String(c.Action), Version: tea.String(c.Version), Protocol: tea.String("HTTPS"), Pathname: tea.String("/"),
		Method: tea.String("POST"), AuthType: tea.String("AK"), Style: tea.String("RPC"), ReqBodyType: tea.String("formData"),
		BodyType: tea.String("json"),
	}
	body := map[string]interface{}{}
	for name, value := range c.Form {
		body[name] = value
	}
	request := &openapi.OpenApiRequest{Query: c.Query, Body: body}
	answer, err := client.CallApi(params, request, &util.RuntimeOptions{Ca: tea.String(c.CaPem)})
	var refused *tea.SDKError
	if errors.As(err, &refused) {
		told := told{Code: tea.StringValue(refused.Code), Message: tea.StringValue(refused.Message), Status: tea.IntValue(refused.StatusCode)}
		var data map[string]interface{}
		if json.Unmarshal([]byte(tea.StringValue(refused.Data)), &data) == nil {
			told.RequestId, _ = data["RequestId"].(string)
		}
		return told, nil
	}
	if err != nil {
		return told{}, err
	}
	status, err := strconv.Atoi(fmt.Sprint(answer["statusCode"]))
	return told{Ok: err == nil, Status: status, Body: answer["body"]}, nil
}

func main() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16<<20)
	output := json.NewEncoder(os.Stdout)
	for input.Scan() {
		var c call
		if err := json.Unmarshal(input.Bytes(), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answer, err := do(c)
		if err != nil {
			answer = told{Code: "client", Message: err.Error()}
		}
		if output.Encode(answer) != nil {
			os.Exit(1)
		}
	}
}
