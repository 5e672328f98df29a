// Command pki makes the certificates of a testbed: one certificate authority
// in a folder, and what is asked for on standard input, signed by it.
//
// Usage: pki FOLDER < requests.json
//
// The input is a list of {"name", "commonName", "organization", "hosts"}. Each
// becomes FOLDER/<name>.crt and FOLDER/<name>.key, good for servers and
// clients. FOLDER/ca.crt and FOLDER/ca.key are made when they are missing, so
// that later calls add to the same authority.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// A testbed lives for a day at most in practice; a month is out of its way.
const validFor = 30 * 24 * time.Hour

type request struct {
	Name         string   `json:"name"`
	CommonName   string   `json:"commonName"`
	Organization string   `json:"organization"`
	Hosts        []string `json:"hosts"`
}

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return errors.New("usage: pki FOLDER < requests.json")
	}
	folder := os.Args[1]
	var requests []request
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	ca, err := loadAuthority(folder)
	if errors.Is(err, fs.ErrNotExist) {
		ca, err = newAuthority(folder)
	}
	if err != nil {
		return err
	}
	for _, request := range requests {
		if err := issue(folder, ca, request); err != nil {
			return fmt.Errorf("%s: %w", request.Name, err)
		}
	}
	return nil
}

func loadAuthority(folder string) (authority, error) {
	certificate, err := readPEM(filepath.Join(folder, "ca.crt"))
	if err != nil {
		return authority{}, err
	}
	key, err := readPEM(filepath.Join(folder, "ca.key"))
	if err != nil {
		return authority{}, err
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		return authority{}, err
	}
	private, err := x509.ParseECPrivateKey(key)
	return authority{parsed, private}, err
}

func newAuthority(folder string) (authority, error) {
	template, err := newTemplate(pkix.Name{CommonName: "testbed"})
	if err != nil {
		return authority{}, err
	}
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	if err := sign(folder, "ca", template, authority{template, key}, key); err != nil {
		return authority{}, err
	}
	return loadAuthority(folder)
}

func issue(folder string, ca authority, request request) error {
	subject := pkix.Name{CommonName: request.CommonName}
	if request.Organization != "" {
		subject.Organization = []string{request.Organization}
	}
	template, err := newTemplate(subject)
	if err != nil {
		return err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	for _, host := range request.Hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	return sign(folder, request.Name, template, ca, key)
}

func newTemplate(subject pkix.Name) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	// An hour of slack for clocks that were set back.
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject,
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(validFor),
	}, err
}

func sign(folder, name string, template *x509.Certificate, by authority, key *ecdsa.PrivateKey) error {
	certificate, err := x509.CreateCertificate(rand.Reader, template, by.certificate, &key.PublicKey, by.key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(folder, name+".key"), "EC PRIVATE KEY", private); err != nil {
		return err
	}
	return writePEM(filepath.Join(folder, name+".crt"), "CERTIFICATE", certificate)
}

func readPEM(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM block", path)
	}
	return block.Bytes, nil
}

func writePEM(path, kind string, content []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600)
}
